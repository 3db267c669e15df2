namespace Strata.Lab;

/// <summary>Latency percentiles by kind of operation: <c>latency_us</c> of the log.</summary>
public sealed record RunLatencies
{
    /// <summary>All operations.</summary>
    public required LatencySummary Operations { get; init; }

    /// <summary>Reads answered by the cache.</summary>
    public required LatencySummary Hits { get; init; }

    /// <summary>The database calls within misses and writes.</summary>
    public required LatencySummary Database { get; init; }

    /// <summary>
    /// The database calls within misses: queries. Null in a log that does not tell them apart.
    /// </summary>
    public LatencySummary? DatabaseReads { get; init; }

    /// <summary>
    /// The database calls within writes: an insert, its commit, and a query. Null in a log that does not tell
    /// them apart.
    /// </summary>
    public LatencySummary? DatabaseWrites { get; init; }

    /// <summary>Writes, all in all.</summary>
    public required LatencySummary Writes { get; init; }

    /// <summary>Reads, hits and misses alike.</summary>
    public LatencySummary? Reads { get; init; }

    internal static RunLatencies Of(Recording recording) => new()
    {
        Operations = LatencySummary.Of(recording.Operations),
        Hits = LatencySummary.Of(recording.Hits),
        Database = LatencySummary.Of(recording.Database),
        DatabaseReads = LatencySummary.Of(recording.DatabaseReads),
        DatabaseWrites = LatencySummary.Of(recording.DatabaseWrites),
        Writes = LatencySummary.Of(recording.Writes),
        Reads = LatencySummary.Of(recording.Reads),
    };
}
