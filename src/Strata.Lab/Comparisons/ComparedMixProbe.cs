using Strata.Lab.Sampling;

namespace Strata.Lab.Comparisons;

/// <summary>Gets and sets of one of the compared caches, in an order drawn before.</summary>
internal readonly struct ComparedMixProbe<TCache>(TCache cache, bool[] isGet) : IProbe
    where TCache : struct, IComparedCache
{
    /// <summary>Percent of gets.</summary>
    public const int GetPercent = 70;

    public int Run(string key, int position)
    {
        if (isGet[position])
        {
            return cache.Get(key);
        }

        cache.Set(key);
        return key.Length;
    }
}
