namespace Strata.Lab.Comparisons;

/// <summary>
/// One of the two caches that are compared. A struct: a type argument, so that both are called without a detour.
/// </summary>
internal interface IComparedCache
{
    /// <summary>Looks a key up.</summary>
    /// <returns>The length of the value found, or 0.</returns>
    int Get(string key);

    /// <summary>Holds a value under a key, for longer than the comparison takes.</summary>
    void Set(string key);

    /// <summary>How often a thread found a lock of this cache taken; null if it does not count that.</summary>
    long? Contentions { get; }
}
