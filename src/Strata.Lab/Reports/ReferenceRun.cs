namespace Strata.Lab;

/// <summary>
/// A published run of the same experiment, on another machine with a cache and a database of its own: a
/// figure to stand beside, not one to reach.
/// </summary>
internal sealed record ReferenceRun
{
    private const int Threads = 4;
    private const int QueriesPerThread = 10_000;

    public required string Command { get; init; }

    public required int ReadRatio { get; init; }

    public required long TtlMs { get; init; }

    public required bool Random { get; init; }

    /// <summary>Whether the cache held entries at the start.</summary>
    public required bool Warm { get; init; }

    public required double DurationSeconds { get; init; }

    public required double QueriesPerSecond { get; init; }

    public required long Reads { get; init; }

    public required long Writes { get; init; }

    public required long Hits { get; init; }

    public required double HitRatePercent { get; init; }

    public static IReadOnlyList<ReferenceRun> All { get; } =
    [
        new()
        {
            Command = "-t 4 -q 10000 -r 80 --ttl 300000 -f",
            ReadRatio = 80, TtlMs = 300_000, Random = false, Warm = false,
            DurationSeconds = 8.35, QueriesPerSecond = 4791,
            Reads = 31_933, Writes = 8067, Hits = 24_129, HitRatePercent = 75.6,
        },
        new()
        {
            Command = "-r 99, warm", ReadRatio = 99, TtlMs = 300_000, Random = false, Warm = true,
            DurationSeconds = 1.75, QueriesPerSecond = 22_818,
            Reads = 39_627, Writes = 373, Hits = 39_444, HitRatePercent = 99.5,
        },
        new()
        {
            Command = "-r 60 --random -f", ReadRatio = 60, TtlMs = 300_000, Random = true, Warm = false,
            DurationSeconds = 11.50, QueriesPerSecond = 3477,
            Reads = 24_026, Writes = 15_974, Hits = 9724, HitRatePercent = 40.5,
        },
        new()
        {
            Command = "-r 90 --ttl 100 --random -f", ReadRatio = 90, TtlMs = 100, Random = true, Warm = false,
            DurationSeconds = 8.80, QueriesPerSecond = 4544,
            Reads = 35_945, Writes = 4055, Hits = 441, HitRatePercent = 1.2,
        },
    ];

    /// <summary>The published run with the configuration of this one; null if there is none.</summary>
    public static ReferenceRun? For(RunLog log)
    {
        if (log.Run is not { NoCache: false, Interrupted: false, DurationSecondsLimit: null, JitterPercent: 0 } run
            || log.TestConfig is not { Threads: Threads, QueriesPerThread: QueriesPerThread } config)
        {
            return null;
        }

        var warm = run.Warm || (!run.Flushed && run.EntriesAtStart > 0);
        return All.FirstOrDefault(r =>
            r.ReadRatio == config.ReadRatio
            && r.TtlMs == config.TtlMs
            && r.Random == config.RandomPassengers
            && r.Warm == warm);
    }
}
