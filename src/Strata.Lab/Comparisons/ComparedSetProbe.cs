using Strata.Lab.Sampling;

namespace Strata.Lab.Comparisons;

/// <summary>A set in one of the compared caches, over an entry.</summary>
internal readonly struct ComparedSetProbe<TCache>(TCache cache) : IProbe
    where TCache : struct, IComparedCache
{
    public int Run(string key, int position)
    {
        cache.Set(key);
        return key.Length;
    }
}
