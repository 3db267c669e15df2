namespace Strata;

/// <summary>A layer at its place in a cache, with what the cache counts about it.</summary>
internal sealed class LayerSlot<TKey, TValue>(ILayer<TKey, TValue> layer, int index)
    where TKey : notnull
{
    private long _slowHits;
    private long _misses;
    private long _readFailures;
    private long _promotions;
    private long _removes;
    private long _writeFailures;

    public ILayer<TKey, TValue> Layer { get; } = layer;

    public int Index { get; } = index;

    public string Name { get; } = layer.Name;

    public bool IsWritable { get; } = (layer.Traits & LayerTraits.ReadOnly) == 0;

    /// <summary>Hits answered without entering a gate: the only thing a memory hit counts.</summary>
    public ThreadCounter FastHits { get; } = new();

    /// <summary>Striped too: a memory-only cache counts it on every set.</summary>
    public ThreadCounter Writes { get; } = new();

    public LayerStatistics Statistics => new()
    {
        Name = Name,
        Hits = FastHits.Sum + Volatile.Read(ref _slowHits),
        Misses = Volatile.Read(ref _misses),
        ReadFailures = Volatile.Read(ref _readFailures),
        Writes = Writes.Sum,
        Promotions = Volatile.Read(ref _promotions),
        Removes = Volatile.Read(ref _removes),
        WriteFailures = Volatile.Read(ref _writeFailures),
    };

    /// <summary>The entry as this layer may hold it: for no longer than its own limit.</summary>
    public Entry<TValue> Limit(in Entry<TValue> entry, TimeProvider clock) =>
        Layer.TtlMax is { } max ? entry.NoLaterThan(Deadline.After(clock.NowMs(), max)) : entry;

    public void CountRead(LookupStatus status)
    {
        switch (status)
        {
            case LookupStatus.Hit:
                Interlocked.Increment(ref _slowHits);
                break;
            case LookupStatus.Miss:
                Interlocked.Increment(ref _misses);
                break;
            default:
                Interlocked.Increment(ref _readFailures);
                break;
        }
    }

    public void CountPromotion() => Interlocked.Increment(ref _promotions);

    public void CountRemove() => Interlocked.Increment(ref _removes);

    public void CountWriteFailure() => Interlocked.Increment(ref _writeFailures);
}
