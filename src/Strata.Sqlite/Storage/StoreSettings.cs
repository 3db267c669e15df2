namespace Strata.Sqlite.Storage;

/// <summary>The settings that do not depend on the types of keys and values, already checked.</summary>
internal sealed record StoreSettings(
    string Path,
    SqliteDurability Durability,
    long? EntriesMax,
    long? BytesMax,
    bool IsReadOnly,
    TimeSpan BusyTimeout,
    TimeSpan? SweepInterval,
    int SweepBatchEntries,
    TimeProvider Clock);
