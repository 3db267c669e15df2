namespace Strata.Lab.Sampling;

/// <summary>The call that does nothing: what is left is the loop, the key at hand, and the clock.</summary>
internal readonly struct EmptyProbe : IProbe
{
    public int Run(string key, int position) => key.Length;
}
