using Strata.Lab.Sampling;

namespace Strata.Lab.Comparisons;

/// <summary>A get from one of the compared caches.</summary>
internal readonly struct ComparedGetProbe<TCache>(TCache cache) : IProbe
    where TCache : struct, IComparedCache
{
    public int Run(string key, int position) => cache.Get(key);
}
