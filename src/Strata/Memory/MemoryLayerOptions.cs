namespace Strata;

/// <summary>How a memory layer is set up.</summary>
/// <typeparam name="TKey">The type of the keys.</typeparam>
/// <typeparam name="TValue">The type of the values.</typeparam>
public sealed record MemoryLayerOptions<TKey, TValue>
    where TKey : notnull
{
    /// <summary>The layer's name. Default "memory".</summary>
    public string Name { get; init; } = "memory";

    /// <summary>
    /// The most entries held at any time, at least 1. Default 100,000: with small values some 20 MB, enough
    /// for the hot part of most tables.
    /// </summary>
    public int CapacityEntries { get; init; } = 100_000;

    /// <summary>
    /// The most weight held at any time, at least 1: the sum over the entries of
    /// <see cref="EntryOptions.Weight"/>. Default <see langword="null"/>: only the entries are counted.
    /// An entry heavier than the whole is refused, and an older copy of it dropped.
    /// </summary>
    public long? CapacityWeight { get; init; }

    /// <summary>
    /// Which entry leaves to make room. Default <see cref="EvictionPolicy.Adaptive"/>.
    /// </summary>
    public EvictionPolicy Eviction { get; init; }

    /// <summary>
    /// The longest an entry lives here, whatever its own deadline. Default <see langword="null"/>:
    /// no limit.
    /// </summary>
    public TimeSpan? TtlMax { get; init; }

    /// <summary>
    /// How often the memory of expired entries is given back, 10 ms to 1 day. Default 1 s. Expired entries
    /// are never answered, whatever this is.
    /// </summary>
    public TimeSpan SweepInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The most entries one sweep step takes away while it holds a lock, at least 1. Default 512: some tens
    /// of microseconds.
    /// </summary>
    public int SweepBatchEntries { get; init; } = 512;

    /// <summary>
    /// Tells which keys are equal. Default <see langword="null"/>: the key type's own equality.
    /// </summary>
    public IEqualityComparer<TKey>? Comparer { get; init; }

    /// <summary>The clock. Default the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Refuses a setting out of its range, naming it.</summary>
    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    internal void Validate()
    {
        Setting.ThrowIfBlank(Name);
        Setting.ThrowIfLessThan(CapacityEntries, 1);
        Setting.ThrowIfLessThan(CapacityWeight ?? 1, 1, nameof(CapacityWeight));
        Ttl.ThrowIfNotPositive(TtlMax);
        Setting.ThrowIfOutside(SweepInterval, TimeSpan.FromMilliseconds(10), TimeSpan.FromDays(1));
        Setting.ThrowIfLessThan(SweepBatchEntries, 1);
        ArgumentNullException.ThrowIfNull(TimeProvider);
    }
}
