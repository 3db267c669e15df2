namespace Strata;

/// <summary>Counts the requests of a cache that were not answered by memory at once.</summary>
internal sealed class RequestCounters
{
    private long _hits;
    private long _misses;
    private long _unavailable;
    private long _loads;
    private long _loadFailures;
    private long _sharedLoads;
    private long _discardedFills;

    /// <summary>Counts a request by what the layers said to it.</summary>
    /// <param name="layersSaid">What they said.</param>
    /// <param name="isShared">Whether it waited for a flight that another caller had begun.</param>
    public void CountRequest(LookupStatus layersSaid, bool isShared = false)
    {
        if (isShared && layersSaid != LookupStatus.Hit)
        {
            Interlocked.Increment(ref _sharedLoads);
        }

        switch (layersSaid)
        {
            case LookupStatus.Hit:
                Interlocked.Increment(ref _hits);
                break;
            case LookupStatus.Miss:
                Interlocked.Increment(ref _misses);
                break;
            default:
                Interlocked.Increment(ref _unavailable);
                break;
        }
    }

    public void CountLoad() => Interlocked.Increment(ref _loads);

    public void CountLoadFailure() => Interlocked.Increment(ref _loadFailures);

    public void CountDiscardedFill() => Interlocked.Increment(ref _discardedFills);

    public CacheStatistics Snapshot<TKey, TValue>(LayerSlot<TKey, TValue>[] slots)
        where TKey : notnull => new()
        {
            Hits = Volatile.Read(ref _hits) + slots.Sum(slot => slot.FastHits.Sum),
            Misses = Volatile.Read(ref _misses),
            Unavailable = Volatile.Read(ref _unavailable),
            Loads = Volatile.Read(ref _loads),
            LoadFailures = Volatile.Read(ref _loadFailures),
            SharedLoads = Volatile.Read(ref _sharedLoads),
            DiscardedFills = Volatile.Read(ref _discardedFills),
            Layers = [.. slots.Select(slot => slot.Statistics)],
        };
}
