namespace Strata.Benchmarks.Engine;

/// <summary>
/// The memory layer alone. Entries are stored with a deadline that was reckoned beforehand: what it costs to
/// reckon one from a time to live is part of the caches' figures.
/// </summary>
internal readonly struct LayerStore<TKey>(int capacity) : IExpiringStore<TKey>
    where TKey : notnull
{
    private readonly MemoryLayer<TKey, string> _layer =
        new(new MemoryLayerOptions<TKey, string> { CapacityEntries = capacity });

    private readonly Entry<string> _entry = EndingIn(Held.Ttl);

    public long Count => _layer.Count;

    public static Entry<string> EndingIn(TimeSpan ttl)
    {
        var now = TimeProvider.System.NowMs();
        return new Entry<string>(Held.Value, Deadline.After(now, ttl), now);
    }

    public bool TryGet(TKey key) => _layer.TryGet(key, out _);

    public bool GetOrLoad(TKey key) => throw new NotSupportedException("A layer does not load.");

    public void Set(TKey key) => _layer.Set(key, _entry);

    public void SetUntil(TKey key, long deadlineUnixMs) =>
        _layer.Set(key, new Entry<string>(Held.Value, new Deadline(deadlineUnixMs), _entry.CreatedUnixMs));

    public bool Remove(TKey key) => _layer.Remove(key);

    public void Dispose() => _layer.DisposeAsync().AsTask().GetAwaiter().GetResult();
}
