using System.Text.Json.Serialization;

namespace Strata.Lab;

/// <summary>
/// What happened in one second, times in microseconds: an entry of <c>time_series_metrics</c> of the log.
/// </summary>
/// <remarks>
/// The first nine fields are those of the reference format. The others are ours and null in a log of
/// that format. The reference writes 0 for <c>reads</c>, whatever happened: use <see cref="AllReads"/>.
/// </remarks>
public sealed record SecondMetrics
{
    /// <summary>Operations that succeeded.</summary>
    public required long Count { get; init; }

    /// <summary>The sum of their times.</summary>
    public required double TotalTimeUs { get; init; }

    /// <summary>Their sum divided by their number.</summary>
    public required double AvgTimeUs { get; init; }

    /// <summary>The shortest.</summary>
    public required double MinTimeUs { get; init; }

    /// <summary>The longest.</summary>
    public required double MaxTimeUs { get; init; }

    /// <summary>Reads.</summary>
    public required long Reads { get; init; }

    /// <summary>Writes.</summary>
    public required long Writes { get; init; }

    /// <summary>Reads answered by the cache.</summary>
    public required long CacheHits { get; init; }

    /// <summary>Reads that went to the database.</summary>
    public required long CacheMisses { get; init; }

    /// <summary>Cache hits that were timed.</summary>
    public long? HitCount { get; init; }

    /// <summary>The sum of the hits' times.</summary>
    public double? HitTotalUs { get; init; }

    /// <summary>The shortest hit.</summary>
    public double? HitMinUs { get; init; }

    /// <summary>The longest hit.</summary>
    public double? HitMaxUs { get; init; }

    /// <summary>Database calls that were timed.</summary>
    public long? DatabaseCount { get; init; }

    /// <summary>The sum of the database calls' times.</summary>
    public double? DatabaseTotalUs { get; init; }

    /// <summary>The shortest database call.</summary>
    public double? DatabaseMinUs { get; init; }

    /// <summary>The longest database call.</summary>
    public double? DatabaseMaxUs { get; init; }

    /// <summary>Operations that failed.</summary>
    public long? Failures { get; init; }

    /// <summary>Hits and misses: the reads, whatever the log says of them.</summary>
    [JsonIgnore]
    public double AllReads => (double)CacheHits + CacheMisses;

    /// <summary>Hits as a share of reads, in percent; null if nothing was read.</summary>
    [JsonIgnore]
    public double? HitRatePercent => AllReads > 0 ? 100 * (CacheHits / AllReads) : null;

    internal static SecondMetrics Of(SecondCell cell)
    {
        var (all, hits, database) = (cell.Operations, cell.HitLatency, cell.DatabaseLatency);
        return new SecondMetrics
        {
            Count = all.Count,
            TotalTimeUs = Microseconds.FromNs(all.SumNs),
            AvgTimeUs = Microseconds.MeanFromNs(all.SumNs, all.Count),
            MinTimeUs = Microseconds.FromNs(all.MinNs),
            MaxTimeUs = Microseconds.FromNs(all.MaxNs),
            Reads = cell.Reads,
            Writes = cell.Writes,
            CacheHits = cell.Hits,
            CacheMisses = cell.Misses,
            HitCount = hits.Count,
            HitTotalUs = Microseconds.FromNs(hits.SumNs),
            HitMinUs = Microseconds.FromNs(hits.MinNs),
            HitMaxUs = Microseconds.FromNs(hits.MaxNs),
            DatabaseCount = database.Count,
            DatabaseTotalUs = Microseconds.FromNs(database.SumNs),
            DatabaseMinUs = Microseconds.FromNs(database.MinNs),
            DatabaseMaxUs = Microseconds.FromNs(database.MaxNs),
            Failures = cell.Failures,
        };
    }
}
