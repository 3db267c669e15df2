using Strata.Testing;

namespace Strata.Lab.Tests;

/// <summary>Logs that look like those of real runs: a cache that warms up, a slow second, a spread of times.</summary>
internal static class SampleLogs
{
    public const int Passengers = 34_996;

    /// <summary>A run of a memory and a SQLite layer in front of a database, by the real recorder.</summary>
    public static RunLog Run(int seed = 1, int seconds = 9, int operationsPerSecond = 5000, bool cache = true)
    {
        var random = new Random(seed);
        var clock = new ManualClock(new DateTimeOffset(2030, 1, 1, 12, 0, 0, 400, TimeSpan.Zero));
        var (startedAt, start) = (clock.GetUtcNow(), clock.GetTimestamp());
        var worker = new WorkerRecorder(clock, startedAt, start, cache ? 2 : 0);
        var end = start + (seconds * TimeSpan.TicksPerSecond);
        for (var at = start; at < end;)
        {
            var share = (double)(at - start) / (end - start);
            var second = (at - start) / TimeSpan.TicksPerSecond;
            var slow = second == seconds / 2 ? 2.5 : 1.0;
            at += Operation(worker, random, at, cache ? 0.15 + (0.83 * Math.Sqrt(share)) : 0, slow);
            at += (long)(slow * random.NextDouble() * 2 * TimeSpan.TicksPerSecond / operationsPerSecond);
        }

        worker.Fail(start, end - 10, isWrite: true, new InvalidOperationException("the database is locked"));
        var recording = Recording.Merge([worker]);
        var config = TestConfig.Of(4, 10_000, 80, TimeSpan.FromMinutes(5), new PassengerPoolSize(10_000));
        return RunLog.From(
            config, Facts(startedAt, cache), recording, TimeSpan.FromSeconds(seconds),
            cache ? ["memory", "sqlite"] : []);
    }

    /// <summary>The same with everything a log can hold: prediction and baseline.</summary>
    public static RunLog Full(int seed = 1, int seconds = 9)
    {
        var log = Run(seed, seconds) with
        {
            Prediction = new HitRatePrediction
            {
                HitRatePercent = 75.5,
                Model = "uniform ids over a pool of 10,000: the first read of each id misses",
            },
        };
        return log with
        {
            Baseline = new BaselineComparison
            {
                Operations = 12_000,
                DurationSeconds = 5,
                QueriesPerSecond = 2400,
                ReadP50Us = 360,
                ReadP99Us = 1450,
                SpeedupThroughput = Math.Round(log.Summary.QueriesPerSecond / 2400, 3),
                SpeedupReadP50 = Math.Round(360 / log.LatencyUs!.Reads!.P50, 3),
            },
        };
    }

    /// <summary>A log as the reference tool writes it: four objects, reads always 0 within a second.</summary>
    public static RunLog Reference(int seed = 1, int seconds = 9)
    {
        var log = Run(seed, seconds);
        var plain = log.TimeSeriesMetrics.ToDictionary(
            second => second.Key,
            second => new SecondMetrics
            {
                Count = second.Value.Count,
                TotalTimeUs = second.Value.TotalTimeUs,
                AvgTimeUs = second.Value.AvgTimeUs,
                MinTimeUs = second.Value.MinTimeUs,
                MaxTimeUs = second.Value.MaxTimeUs,
                Reads = 0,
                Writes = second.Value.Writes,
                CacheHits = second.Value.CacheHits,
                CacheMisses = second.Value.CacheMisses,
            });
        return new RunLog
        {
            TestConfig = log.TestConfig,
            Summary = log.Summary,
            AggregateMetrics = log.AggregateMetrics,
            TimeSeriesMetrics = new(plain),
        };
    }

    private static long Operation(WorkerRecorder worker, Random random, long at, double hitShare, double slow)
    {
        var databaseTicks = (long)(slow * Spread(random, 2500, 0.45));
        if (random.Next(100) >= 80)
        {
            worker.Write(at, at + (2 * databaseTicks) + 300, 2 * databaseTicks);
            return 1;
        }

        if (random.NextDouble() >= hitShare)
        {
            worker.Miss(at, at + databaseTicks + 80, databaseTicks);
            return 1;
        }

        var layer = random.Next(8) == 0 ? 1 : 0;
        worker.Hit(layer, at, at + Spread(random, layer == 0 ? 8 : 160, 0.5));
        return 1;
    }

    private static RunFacts Facts(DateTimeOffset startedAt, bool cache) => new()
    {
        Command = "strata bench -t 4 -q 10000 -r 80 --ttl 300000 -f",
        ToolVersion = "0.1.0",
        Runtime = ".NET 10.0.12",
        Os = "Debian GNU/Linux 12 (bookworm)",
        Processors = 2,
        Seed = 42,
        StartedAt = startedAt,
        Cache = cache ? "memory,sqlite:cache.db" : null,
        Database = "sqlite ~/.cache/strata/flights-1.db",
        NoCache = !cache,
        Flushed = true,
        EntriesAtStart = 0,
    };

    // Log-normal: a sharp left edge and a long right tail, as latencies have.
    private static long Spread(Random random, double median, double sigma)
    {
        var normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        return Math.Max(1, (long)(median * Math.Exp(sigma * normal)));
    }
}
