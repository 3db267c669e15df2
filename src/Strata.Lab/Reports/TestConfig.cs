namespace Strata.Lab;

/// <summary>What a run was asked to do: <c>test_config</c> of the log.</summary>
public sealed record TestConfig
{
    /// <summary>Concurrent workers.</summary>
    public required int Threads { get; init; }

    /// <summary>Operations for each worker.</summary>
    public required long QueriesPerThread { get; init; }

    /// <summary>Operations asked for in all.</summary>
    public required long TotalQueries { get; init; }

    /// <summary>Share of reads, in percent.</summary>
    public required int ReadRatio { get; init; }

    /// <summary>Share of writes, in percent: what the reads leave of 100.</summary>
    public required int WriteRatio { get; init; }

    /// <summary>Time to live of cached entries, in milliseconds.</summary>
    public required long TtlMs { get; init; }

    /// <summary>Whether ids were drawn from all passengers instead of a pool.</summary>
    public required bool RandomPassengers { get; init; }

    /// <summary>How many passengers ids were drawn from.</summary>
    public required PassengerPoolSize PassengerPoolSize { get; init; }

    /// <summary>The configuration with the fields that follow from others filled in.</summary>
    /// <param name="threads">Concurrent workers.</param>
    /// <param name="queriesPerThread">Operations for each worker.</param>
    /// <param name="readRatio">Share of reads, in percent.</param>
    /// <param name="ttl">Time to live of cached entries.</param>
    /// <param name="pool">How many passengers ids are drawn from.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="readRatio"/> is not between 0 and 100.
    /// </exception>
    public static TestConfig Of(
        int threads, long queriesPerThread, int readRatio, TimeSpan ttl, PassengerPoolSize pool)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(readRatio, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(readRatio, 100);
        return new TestConfig
        {
            Threads = threads,
            QueriesPerThread = queriesPerThread,
            TotalQueries = threads * queriesPerThread,
            ReadRatio = readRatio,
            WriteRatio = 100 - readRatio,
            TtlMs = (long)ttl.TotalMilliseconds,
            RandomPassengers = pool.IsAll,
            PassengerPoolSize = pool,
        };
    }
}
