namespace Strata;

/// <summary>The kinds of <see cref="WritePolicy"/>.</summary>
internal enum WriteRule
{
    All,
    Any,
    Primary,
    FirstLayerOnly,
}
