namespace Strata.Sqlite;

/// <summary>What a <see cref="SqliteLayer{TKey, TValue}"/> holds, and what it has done since it was opened.</summary>
/// <param name="Entries">Entries in the file, expired ones not yet swept included.</param>
/// <param name="Bytes">Bytes of their keys and values; the file also holds facts, an index and free pages.</param>
/// <param name="Swept">Expired entries deleted by this layer.</param>
/// <param name="Evicted">Valid entries deleted by this layer to stay within its limits.</param>
/// <param name="Damaged">Entries that could not be read back whole; answered as a failure, then dropped.</param>
/// <param name="SweepFailures">Sweeps that could not finish, for example because the file was busy.</param>
public readonly record struct SqliteLayerStatistics(
    long Entries, long Bytes, long Swept, long Evicted, long Damaged, long SweepFailures);
