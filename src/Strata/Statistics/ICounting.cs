namespace Strata;

/// <summary>Whether hits and misses are counted: a type argument, so that not counting costs nothing.</summary>
internal interface ICounting
{
    static abstract bool IsOn { get; }
}
