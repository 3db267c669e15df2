namespace Strata;

/// <summary>
/// An entry of the memory layer: key, entry, its place in the eviction queues and in the wheel.
/// </summary>
internal sealed class MemoryNode<TKey, TValue>(TKey key, in Entry<TValue> entry) : WheelNode(entry.Deadline.UnixMs)
    where TKey : notnull
{
    /// <summary>Hits beyond this many add no merit.</summary>
    public const byte MeritMax = 3;

    private byte _merit;

    public TKey Key { get; } = key;

    public TValue Value { get; } = entry.Value;

    public long CreatedUnixMs { get; } = entry.CreatedUnixMs;

    public int Weight { get; } = entry.Weight;

    public EntryPriority Priority { get; } = entry.Priority;

    public Entry<TValue> Entry => new(Value, new Deadline(DeadlineUnixMs), CreatedUnixMs, Weight, Priority);

    /// <summary>
    /// Hits since it entered or was last spared, at most <see cref="MeritMax"/>; a lost update
    /// costs nothing.
    /// </summary>
    public byte Merit
    {
        get => _merit;
        set => _merit = value;
    }

    internal EvictionQueue<TKey, TValue>? Queue { get; set; }

    internal MemoryNode<TKey, TValue>? Older { get; set; }

    internal MemoryNode<TKey, TValue>? Newer { get; set; }

    /// <summary>Notes a hit: at most one plain write, and none once the merit is full.</summary>
    public void Touch()
    {
        if (_merit < MeritMax)
        {
            _merit++;
        }
    }

    public bool HasExpired(long nowUnixMs) => DeadlineUnixMs <= nowUnixMs && DeadlineUnixMs != long.MaxValue;
}
