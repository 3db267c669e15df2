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
    /// <see cref="EntryOptions.Weight"/>, or of what <see cref="Weigher"/> says. Default <see langword="null"/>:
    /// only the entries are counted. An entry heavier than the whole is refused, and an older copy of it dropped.
    /// </summary>
    public long? CapacityWeight { get; init; }

    /// <summary>
    /// The most memory held at any time, in bytes, at least 1: a <see cref="CapacityWeight"/> whose unit is the byte
    /// and for which <see cref="EntrySize"/> weighs every entry, so that callers need not. For key and value types
    /// whose size is not known to it, set <see cref="Weigher"/>. Default <see langword="null"/>: bytes are not
    /// counted. Excludes <see cref="CapacityWeight"/>.
    /// </summary>
    public long? CapacityBytes { get; init; }

    /// <summary>
    /// Weighs an entry by its key and value, in place of the weight it comes with: at least 1. What it throws reaches
    /// the caller of the set, and so does its answer if it is less than 1; the set has done nothing then. Default
    /// <see langword="null"/>: entries weigh what they come with, or with <see cref="CapacityBytes"/> their bytes.
    /// </summary>
    public Func<TKey, TValue, int>? Weigher { get; init; }

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

    /// <summary>Whether hits and misses are counted. Default true; it costs about a nanosecond a look-up.</summary>
    public bool Statistics { get; init; } = true;

    /// <summary>
    /// Whether the layer watches a sample of the requests to tell what other capacities would have brought
    /// (<see cref="MemoryLayer{TKey, TValue}.Advise"/>). Default false.
    /// </summary>
    public bool Advice { get; init; }

    /// <summary>
    /// Receives each entry that left and why, on the thread that made it leave, after the fact and while no lock is
    /// held: it may call the layer. What it throws is counted and dropped; while it blocks, so does that one thread.
    /// Default none; with one, a set over a held key costs as much as a new one.
    /// </summary>
    public Action<TKey, Entry<TValue>, RemovalReason>? EntryRemoved { get; init; }

    /// <summary>
    /// Tells which keys are equal. Default <see langword="null"/>: the key type's own equality. Strings are hashed
    /// with a secret of the layer's own unless a comparer other than <see cref="StringComparer.Ordinal"/> is given.
    /// </summary>
    public IEqualityComparer<TKey>? Comparer { get; init; }

    /// <summary>
    /// The seed of what is drawn at random: the secret of the hash, the policy's choices. Default
    /// <see langword="null"/>: a random one, which is what protects from hostile keys. Set it to repeat a measurement.
    /// </summary>
    public int? Seed { get; init; }

    /// <summary>The clock. Default the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Refuses a setting out of its range, naming it.</summary>
    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    internal void Validate()
    {
        Setting.ThrowIfBlank(Name);
        Setting.ThrowIfLessThan(CapacityEntries, 1);
        Setting.ThrowIfLessThan(CapacityWeight ?? 1, 1, nameof(CapacityWeight));
        Setting.ThrowIfLessThan(CapacityBytes ?? 1, 1, nameof(CapacityBytes));
        Ttl.ThrowIfNotPositive(TtlMax);
        Setting.ThrowIfOutside(SweepInterval, TimeSpan.FromMilliseconds(10), TimeSpan.FromDays(1));
        Setting.ThrowIfLessThan(SweepBatchEntries, 1);
        ArgumentNullException.ThrowIfNull(TimeProvider);
        if (Eviction is < EvictionPolicy.Adaptive or > EvictionPolicy.None)
        {
            throw new ArgumentOutOfRangeException(
                nameof(Eviction),
                Eviction,
                $"Eviction is one of {string.Join(", ", Enum.GetNames<EvictionPolicy>())}.");
        }

        if (CapacityWeight is not null && CapacityBytes is not null)
        {
            throw new ArgumentException("CapacityBytes and CapacityWeight exclude each other: bytes are weighed, too.");
        }

        if (CapacityBytes is not null && Weigher is null)
        {
            EntrySize.ThrowIfUnknown<TKey, TValue>(nameof(CapacityBytes));
        }
    }
}
