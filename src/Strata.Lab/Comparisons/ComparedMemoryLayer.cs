namespace Strata.Lab.Comparisons;

/// <summary>The memory layer, compared.</summary>
internal readonly struct ComparedMemoryLayer(MemoryLayer<string, string> layer, TimeProvider clock) : IComparedCache
{
    public long? Contentions => layer.Statistics.LockContentions;

    public int Get(string key) => layer.TryGet(key, out var value) ? value.Length : 0;

    public void Set(string key)
    {
        var now = clock.NowMs();
        var deadline = Deadline.After(now, ComparedEntries.TimeToLive);
        layer.Set(key, new Entry<string>(ComparedEntries.Value, deadline, now));
    }
}
