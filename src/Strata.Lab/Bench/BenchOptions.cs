using Strata.Lab.Workloads;

namespace Strata.Lab.Bench;

/// <summary>What one run of <c>strata bench</c> is asked to do.</summary>
public sealed record BenchOptions
{
    /// <summary>Concurrent workers, 1 to 1,024. Default 4, the reference's.</summary>
    public int Threads { get; init; } = 4;

    /// <summary>
    /// Operations for each worker, 1 to 1,000,000,000; null for as many as <see cref="Duration"/> allows, or
    /// <see cref="QueriesDefault"/> without one.
    /// </summary>
    public long? Queries { get; init; }

    /// <summary>Share of reads, in percent, 0 to 100. Default 80, the reference's.</summary>
    public int ReadPercent { get; init; } = 80;

    /// <summary>Time to live of cached entries, at least 1 ms. Default 5 minutes, the reference's.</summary>
    public TimeSpan Ttl { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How far each time to live is spread, in percent, 0 to 99. Default 0.</summary>
    public int JitterPercent { get; init; }

    /// <summary>Whether ids are drawn from all passengers instead of a pool. Default false.</summary>
    public bool Random { get; init; }

    /// <summary>Whether the cache is emptied first. Default false.</summary>
    public bool Flush { get; init; }

    /// <summary>Whether the same workload is run once, unrecorded, before. Default false.</summary>
    public bool Warm { get; init; }

    /// <summary>Whether the statements, the key format and a sample are shown. Default false.</summary>
    public bool Verbose { get; init; }

    /// <summary>The layers, such as "memory,sqlite:cache.db"; null measures the database alone.</summary>
    public string? Cache { get; init; } = Stacks.CacheLayers.Default;

    /// <summary>The database. Default "sqlite", the embedded one.</summary>
    public string Database { get; init; } = "sqlite";

    /// <summary>The time after which the run stops, at least 1 s; null for no limit.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>
    /// For how long at most the same workload is run on the database alone first, for comparison. Default 2 s;
    /// zero leaves it out.
    /// </summary>
    public TimeSpan Baseline { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Where the random sequences begin.</summary>
    public required long Seed { get; init; }

    /// <summary>Where the log goes; null for <c>logs/perf_test_YYYYMMDD_HHMMSS.json</c>.</summary>
    public string? Out { get; init; }

    /// <summary>Where a page with the charts goes; null for none.</summary>
    public string? Html { get; init; }

    /// <summary>Where generated data and nameless cache files are kept.</summary>
    public required string CacheFolder { get; init; }

    /// <summary>
    /// What was typed after <c>strata bench</c>, for the log; passwords are masked there. Default
    /// nothing.
    /// </summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Operations for each worker when nothing is said: the reference's.</summary>
    public const long QueriesDefault = 10_000;

    /// <summary>The most workers a run can have.</summary>
    public const int ThreadsMax = 1_024;

    /// <summary>The most operations a worker can be given.</summary>
    public const long QueriesMax = 1_000_000_000;

    /// <summary>The longest time to live, in milliseconds: ten years.</summary>
    public const long TtlMsMax = 315_360_000_000;

    /// <summary>
    /// How many ids are drawn from: all of them, or the first of them up to the pool's limit.
    /// </summary>
    internal int PoolSize => Random
        ? Workload.PassengerCount
        : (int)Math.Min(Queries ?? QueriesDefault, Workload.PoolMax);

    /// <summary>Whether a file without a path of its own is among what the run opens.</summary>
    internal bool UsesCacheFolder => Database == "sqlite" || (Cache?.Split(',').Contains("sqlite") ?? false);

    /// <summary>What the workers do.</summary>
    internal Workload Workload => new()
    {
        Workers = Threads,
        OperationsPerWorker = Queries ?? (Duration is null ? QueriesDefault : long.MaxValue),
        DurationMax = Duration,
        ReadPercent = ReadPercent,
        PoolSize = PoolSize,
        Seed = Seed,
    };
}
