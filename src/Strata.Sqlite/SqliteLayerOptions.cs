using Strata.Sqlite.Storage;

namespace Strata.Sqlite;

/// <summary>The settings of a <see cref="SqliteLayer{TKey, TValue}"/>, checked once when it is made.</summary>
/// <typeparam name="TKey">The type of the keys.</typeparam>
/// <typeparam name="TValue">The type of the values.</typeparam>
public sealed record SqliteLayerOptions<TKey, TValue>
    where TKey : notnull
{
    private static readonly TimeSpan BusyTimeoutMax = TimeSpan.FromHours(1);
    private static readonly TimeSpan SweepIntervalMin = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan SweepIntervalMax = TimeSpan.FromDays(1);

    /// <summary>The layer's name in a cache, in statistics and in errors. Default: "sqlite".</summary>
    public string Name { get; init; } = "sqlite";

    /// <summary>
    /// What an acknowledged write survives. Default: <see cref="SqliteDurability.Process"/>, because a
    /// cache can be filled again and waiting for the disk costs a write a hundred times its price.
    /// </summary>
    public SqliteDurability Durability { get; init; }

    /// <summary>
    /// The most entries held; at least 1. <see langword="null"/> (the default) sets no limit: the
    /// disk is the limit, as in SQLite itself.
    /// </summary>
    public long? EntriesMax { get; init; }

    /// <summary>
    /// The most bytes of keys and values held; at least 1. An entry that alone is larger is refused.
    /// <see langword="null"/> (the default) sets no limit, as in SQLite itself.
    /// </summary>
    public long? BytesMax { get; init; }

    /// <summary>
    /// The longest an entry may live here; the cache applies it before it writes. More than zero;
    /// <see langword="null"/> (the default) sets no limit: entries bring their own deadline.
    /// </summary>
    public TimeSpan? TtlMax { get; init; }

    /// <summary>
    /// Whether the file is only read: it must exist, a cache writes nothing to it, and a direct write
    /// is refused. Default: <see langword="false"/>.
    /// </summary>
    public bool IsReadOnly { get; init; }

    /// <summary>
    /// How long an operation waits for another process that holds the file; 0 to 1 hour. Default:
    /// 5 seconds, the connection timeout of the field's shared layers.
    /// </summary>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The time between two sweeps of expired entries; 1 ms to 1 day. <see langword="null"/> sweeps
    /// never. Default: 1 minute; expired entries are invisible at once, a sweep only frees their room.
    /// </summary>
    public TimeSpan? SweepInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// The most entries a sweep deletes in one transaction, which is the longest a write waits for it;
    /// 1 to 100,000. Default: 500, a few milliseconds of work.
    /// </summary>
    public int SweepBatchEntries { get; init; } = 500;

    /// <summary>Turns keys into bytes. Default: <see cref="Serializers.Default{T}"/>.</summary>
    public ISerializer<TKey>? KeySerializer { get; init; }

    /// <summary>Turns values into bytes. Default: <see cref="Serializers.Default{T}"/>.</summary>
    public ISerializer<TValue>? ValueSerializer { get; init; }

    /// <summary>The clock for deadlines and sweeps. Default: <see cref="TimeProvider.System"/>.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    internal void ThrowIfInvalid()
    {
        if (string.IsNullOrWhiteSpace(Name))
        {
            throw new ArgumentException($"{nameof(Name)} is empty; a layer has a name.", nameof(Name));
        }

        ArgumentNullException.ThrowIfNull(TimeProvider);
        Require(Enum.IsDefined(Durability), nameof(Durability), Durability, "Process or Power");
        Require(EntriesMax is null or >= 1, nameof(EntriesMax), EntriesMax, "at least 1, or null for no limit");
        Require(BytesMax is null or >= 1, nameof(BytesMax), BytesMax, "at least 1, or null for no limit");
        Require(
            TtlMax is null || TtlMax > TimeSpan.Zero,
            nameof(TtlMax), TtlMax, "more than zero, or null for no limit");
        Require(
            BusyTimeout >= TimeSpan.Zero && BusyTimeout <= BusyTimeoutMax,
            nameof(BusyTimeout), BusyTimeout, "zero to 1 hour");
        Require(
            SweepInterval is null || (SweepInterval >= SweepIntervalMin && SweepInterval <= SweepIntervalMax),
            nameof(SweepInterval), SweepInterval, "1 ms to 1 day, or null for no sweep");
        Require(
            SweepBatchEntries is >= 1 and <= 100_000,
            nameof(SweepBatchEntries), SweepBatchEntries, "1 to 100,000");
    }

    internal StoreSettings ToStoreSettings(string path) => new(
        path,
        Durability,
        EntriesMax,
        BytesMax,
        IsReadOnly,
        BusyTimeout,
        SweepInterval,
        SweepBatchEntries,
        TimeProvider);

    private static void Require(bool holds, string name, object? value, string allowed)
    {
        if (!holds)
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} is {value}; allowed is {allowed}.");
        }
    }
}
