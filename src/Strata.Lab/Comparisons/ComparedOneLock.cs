namespace Strata.Lab.Comparisons;

/// <summary>The one-lock cache, compared.</summary>
internal readonly struct ComparedOneLock(OneLockCache<string, string> cache) : IComparedCache
{
    public long? Contentions => cache.Contentions;

    public int Get(string key) => cache.TryGet(key, out var value) ? value.Length : 0;

    public void Set(string key) => cache.Set(key, ComparedEntries.Value, ComparedEntries.TimeToLive);
}
