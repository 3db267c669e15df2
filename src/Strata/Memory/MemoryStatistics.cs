namespace Strata;

/// <summary>What a memory layer has done since it was made; exact while no thread is using it.</summary>
public sealed record MemoryStatistics
{
    /// <summary>Look-ups that found a valid entry; 0 if the layer does not count them.</summary>
    public required long Hits { get; init; }

    /// <summary>Look-ups that found none; 0 if the layer does not count them.</summary>
    public required long Misses { get; init; }

    /// <summary>Hits per look-up, 0 to 1; 0 before the first one.</summary>
    public double HitRatio => Hits + Misses == 0 ? 0 : (double)Hits / (Hits + Misses);

    /// <summary>Entries that were taken: inserts and updates.</summary>
    public long Sets => Inserts + Updates;

    /// <summary>Sets of a key that was not held.</summary>
    public required long Inserts { get; init; }

    /// <summary>Sets of a key that was held.</summary>
    public required long Updates { get; init; }

    /// <summary>Entries removed by request, those of a clear included.</summary>
    public required long Removals { get; init; }

    /// <summary>Entries that left to make room, be it for a heavier value of their own key.</summary>
    public long Evictions => EvictionsForEntries + EvictionsForWeight;

    /// <summary>Entries that left because as many were held as may be.</summary>
    public required long EvictionsForEntries { get; init; }

    /// <summary>Entries that left because as much weight was held as may be.</summary>
    public required long EvictionsForWeight { get; init; }

    /// <summary>Entries that left because their deadline had come.</summary>
    public required long Expirations { get; init; }

    /// <summary>
    /// Entries refused because they weigh more than the whole layer may, or because it is full and its policy lets
    /// none leave.
    /// </summary>
    public long Refusals { get; init; }

    /// <summary>Times a writer found the lock of its stripe taken and had to wait. Reads take no lock.</summary>
    public required long LockContentions { get; init; }

    /// <summary>Times the sweep went over the layer.</summary>
    public required long Sweeps { get; init; }

    /// <summary>How long all sweeps took together.</summary>
    public required TimeSpan SweepTime { get; init; }

    /// <summary>How long the latest sweep took; zero before the first one.</summary>
    public required TimeSpan LastSweepTime { get; init; }

    /// <summary>Times <see cref="MemoryLayerOptions{TKey, TValue}.EntryRemoved"/> threw.</summary>
    public required long CallbackFailures { get; init; }

    /// <summary>Entries held now, expired ones not yet swept included.</summary>
    public required long Entries { get; init; }

    /// <summary>Weight held now, that of expired entries not yet swept included.</summary>
    public required long Weight { get; init; }
}
