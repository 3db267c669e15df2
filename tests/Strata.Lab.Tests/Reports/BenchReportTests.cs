namespace Strata.Lab.Tests;

public sealed class BenchReportTests
{
    [Fact]
    public void A_report_has_exactly_the_approved_form() =>
        Golden.Check("Reports", "bench-report.golden.txt", Print(Reference(), "logs/perf_test_20300101_120000.json"));

    [Theory]
    [InlineData(80)]
    [InlineData(140)]
    public void A_report_fits_the_terminal(int width)
    {
        RunLog[] logs = [SampleLogs.Full(), SampleLogs.Reference(), SampleLogs.Run(cache: false), Reference()];
        foreach (var log in logs)
        {
            Assert.All(Print(log, width: width).Split('\n'), line => Assert.InRange(line.Length, 0, width));
        }
    }

    [Fact]
    public void A_path_is_never_broken_and_a_pipe_gets_no_escapes()
    {
        var path = Path.Combine(new string('a', 60), new string('b', 60), "run.json");
        var text = Print(SampleLogs.Full(), path);

        Assert.Contains($"Log: {path}\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', text);
    }

    [Fact]
    public void A_run_without_a_cache_says_nothing_of_one()
    {
        var text = Print(SampleLogs.Run(cache: false));

        Assert.Contains("none: the database alone", text, StringComparison.Ordinal);
        Assert.DoesNotContain("hit rate", text, StringComparison.Ordinal);
        Assert.DoesNotContain("time to live", text, StringComparison.Ordinal);
        Assert.DoesNotContain("published", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Figures_are_judged_by_their_thresholds()
    {
        var log = SampleLogs.Full();
        var good = log with
        {
            Summary = log.Summary with { CacheHitRatePercent = 70.1, QueriesPerSecond = 1001 },
            AggregateMetrics = log.AggregateMetrics with { AvgQueryTimeUs = 9999 },
            LatencyUs = log.LatencyUs! with { Operations = log.LatencyUs.Operations with { P95 = 49_999 } },
            Prediction = log.Prediction! with { HitRatePercent = 72 },
        };
        var poor = good with
        {
            Summary = log.Summary with { CacheHitRatePercent = 70, QueriesPerSecond = 1000 },
            AggregateMetrics = log.AggregateMetrics with { AvgQueryTimeUs = 10_000 },
            LatencyUs = log.LatencyUs! with { Operations = log.LatencyUs.Operations with { P95 = 50_000 } },
            Prediction = log.Prediction! with { HitRatePercent = 72.1 },
        };

        Assert.Equal("✓✓✓✓··", Marks(good));
        Assert.Equal("!!!!!··", Marks(poor));
        Assert.Equal("!", Marks(log with { Summary = log.Summary with { TotalQueries = 0 } }));
    }

    [Theory]
    [InlineData(100, "100 ms is outside the usual ones: inventory (30–60 s), profiles")]
    [InlineData(45_000, "45 s suits inventory (30–60 s)")]
    [InlineData(300_000, "5 min suits profiles (5–15 min), sessions (5–30 min)")]
    [InlineData(900_000, "15 min suits profiles (5–15 min), sessions (5–30 min), catalogues (15–60 min)")]
    [InlineData(7_200_000, "2:00 h suits static data (1–24 h)")]
    public void A_time_to_live_is_matched_with_what_it_suits(long ttlMs, string advice)
    {
        var log = SampleLogs.Full();
        log = log with { TestConfig = log.TestConfig with { TtlMs = ttlMs } };

        Assert.Contains(BenchInsights.Of(log), i => i.Text.Contains(advice, StringComparison.Ordinal));
    }

    [Fact]
    public void A_published_run_stands_beside_ours_only_if_it_was_configured_alike()
    {
        var log = Reference();
        var run = log.Run!;
        var warm = run with { Flushed = false, EntriesAtStart = 10_000 };

        Assert.Equal(75.6, Published(log));
        Assert.Equal(99.5, Published(WithConfig(99, 300_000, PoolOf(10_000)) with { Run = warm }));
        Assert.Equal(40.5, Published(WithConfig(60, 300_000, PassengerPoolSize.All)));
        Assert.Equal(1.2, Published(WithConfig(90, 100, PassengerPoolSize.All)));
        Assert.Null(Published(WithConfig(99, 300_000, PoolOf(10_000))));
        Assert.Null(Published(WithConfig(81, 300_000, PoolOf(10_000))));
        Assert.Null(Published(log with { Run = warm }));
        Assert.Null(Published(log with { Run = run with { Interrupted = true } }));
        Assert.Null(Published(log with { Run = run with { NoCache = true } }));
        Assert.Null(Published(log with { Run = null }));
    }

    private static double? Published(RunLog log) => ReferenceRun.For(log)?.HitRatePercent;

    private static PassengerPoolSize PoolOf(long count) => new(count);

    private static RunLog WithConfig(int readRatio, long ttlMs, PassengerPoolSize pool) => Reference() with
    {
        TestConfig = TestConfig.Of(4, 10_000, readRatio, TimeSpan.FromMilliseconds(ttlMs), pool),
    };

    private static string Marks(RunLog log) => string.Concat(BenchInsights.Of(log).Select(i => i.Mark));

    // The first published run, as it would look here.
    private static RunLog Reference()
    {
        var log = SampleLogs.Full();
        return log with
        {
            Summary = new RunSummary
            {
                TotalDurationSeconds = 2.6153,
                TotalQueries = 39_999,
                QueriesPerSecond = 15_294,
                Reads = 31_972,
                Writes = 8027,
                CacheHits = 24_208,
                CacheMisses = 7764,
                CacheHitRatePercent = 75.7163,
            },
            Layers =
            [
                log.Layers![0] with { Hits = 24_208 },
                log.Layers[1] with { Hits = 0, HitSharePercent = 0 },
            ],
        };
    }

    private static string Print(RunLog log, string? path = null, int width = 80)
    {
        using var console = new PlainConsole(width);
        BenchReport.Print(console.Console, log, path);
        return console.Text;
    }
}
