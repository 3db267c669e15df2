namespace Strata.Lab;

/// <summary>What a run did in all: <c>summary</c> of the log.</summary>
public sealed record RunSummary
{
    /// <summary>From the first operation's start to the last one's end, in seconds.</summary>
    public required double TotalDurationSeconds { get; init; }

    /// <summary>Operations that succeeded.</summary>
    public required long TotalQueries { get; init; }

    /// <summary>Operations a second over the whole run.</summary>
    public required double QueriesPerSecond { get; init; }

    /// <summary>Reads: hits and misses.</summary>
    public required long Reads { get; init; }

    /// <summary>Writes.</summary>
    public required long Writes { get; init; }

    /// <summary>Reads answered by the cache.</summary>
    public required long CacheHits { get; init; }

    /// <summary>Reads that went to the database.</summary>
    public required long CacheMisses { get; init; }

    /// <summary>Hits as a share of reads; 0 if nothing was read.</summary>
    public required double CacheHitRatePercent { get; init; }

    internal static RunSummary Of(Recording recording, TimeSpan duration) => new()
    {
        TotalDurationSeconds = Math.Round(duration.TotalSeconds, 6),
        TotalQueries = recording.Operations.Count,
        QueriesPerSecond = duration > TimeSpan.Zero
            ? Math.Round(recording.Operations.Count / duration.TotalSeconds, 3)
            : 0,
        Reads = recording.Reads.Count,
        Writes = recording.Writes.Count,
        CacheHits = recording.Hits.Count,
        CacheMisses = recording.Misses.Count,
        CacheHitRatePercent = Math.Round(recording.HitRatePercent, 4),
    };
}
