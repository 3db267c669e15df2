using System.Text.Json.Nodes;
using Strata.Testing;

namespace Strata.Lab.Tests;

public sealed class RunLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_log_has_exactly_the_approved_form()
    {
        var path = _folder.File("run.json");
        Small().Write(path);

        Golden.Check("Reports", "run-log.golden.json", File.ReadAllText(path));
    }

    [Fact]
    public void What_was_written_is_what_is_read()
    {
        var path = _folder.File("run.json");
        SampleLogs.Full().Write(path);
        var again = _folder.File("again.json");
        RunLog.Read(path).Write(again);

        Assert.Equal(File.ReadAllText(path), File.ReadAllText(again));
    }

    [Fact]
    public void The_counts_of_a_log_add_up()
    {
        var log = SampleLogs.Run();

        Assert.Equal(log.Summary.TotalQueries, log.Summary.Reads + log.Summary.Writes);
        Assert.Equal(log.Summary.Reads, log.Summary.CacheHits + log.Summary.CacheMisses);
        Assert.Equal(log.Summary.TotalQueries, log.TimeSeriesMetrics.Values.Sum(s => s.Count));
        Assert.All(log.TimeSeriesMetrics.Values, s => Assert.Equal(s.Count, s.Reads + s.Writes));
        Assert.All(log.TimeSeriesMetrics.Values, s => Assert.Equal(s.Reads, s.CacheHits + s.CacheMisses));
        Assert.Equal(log.Summary.CacheHits, log.Layers!.Sum(l => l.Hits));
        Assert.Equal(
            log.TimeSeriesMetrics.Values.Sum(s => s.TotalTimeUs) / log.Summary.TotalQueries,
            log.AggregateMetrics.AvgQueryTimeUs,
            tolerance: 0.001);
    }

    [Fact]
    public void A_log_of_the_reference_format_is_read_with_our_parts_missing()
    {
        var path = _folder.File("reference.json");
        File.WriteAllText(path, """
            {"test_config": {"threads": 4, "queries_per_thread": 10, "total_queries": 40, "read_ratio": 80,
              "write_ratio": 20, "ttl_ms": 300000, "random_passengers": true, "passenger_pool_size": "all", "new": {}},
             "summary": {"total_duration_seconds": 1, "total_queries": 40, "queries_per_second": 40.0, "reads": 32,
              "writes": 8, "cache_hits": 16, "cache_misses": 16, "cache_hit_rate_percent": 50},
             "aggregate_metrics": {"avg_query_time_us": 209.4, "min_query_time_us": 3, "max_query_time_us": 12000},
             "time_series_metrics": {"1700000001": {"count": 40, "total_time_us": 8376.5, "avg_time_us": 209.4,
              "min_time_us": 3, "max_time_us": 12000, "reads": 0, "writes": 8, "cache_hits": 16, "cache_misses": 16}}}
            """);

        var log = RunLog.Read(path);

        Assert.True(log.TestConfig.PassengerPoolSize.IsAll);
        Assert.Null(log.Run);
        Assert.Null(log.LatencyUs);
        var (second, metrics) = Assert.Single(log.TimeSeriesMetrics);
        Assert.Equal(1_700_000_001, second);
        Assert.Equal((32, 50), (metrics.AllReads, metrics.HitRatePercent));
        Assert.Null(metrics.DatabaseCount);
    }

    [Theory]
    [InlineData("summary", null, "'summary' is missing")]
    [InlineData("time_series_metrics", null, "holds no time series: 'time_series_metrics' is missing")]
    [InlineData("time_series_metrics", "{}", "holds no time series: 'time_series_metrics' is empty")]
    [InlineData("time_series_metrics", "[]", "'time_series_metrics' is not an object")]
    [InlineData("time_series_metrics", "{\"noon\": {}}", "'time_series_metrics' has the key 'noon', which is not a Unix second")]
    [InlineData("time_series_metrics", "{\"7\": {}}", "'time_series_metrics.7.count' is missing")]
    [InlineData("time_series_metrics", "{\"7\": 3}", "'time_series_metrics.7' is not an object")]
    [InlineData("summary", "null", "'summary' is null")]
    [InlineData("summary.reads", null, "'summary.reads' is missing")]
    [InlineData("summary.reads", "\"many\"", "'summary.reads' has a value of the wrong kind")]
    [InlineData("summary.reads", "-1", "'summary.reads' is negative")]
    [InlineData("summary.reads", "1.5", "'summary.reads' has a value of the wrong kind")]
    [InlineData("summary.queries_per_second", "1e999", "'summary.queries_per_second' is beyond what a number can hold")]
    [InlineData("test_config.passenger_pool_size", "\"some\"", "'test_config.passenger_pool_size' has a value of the wrong kind")]
    [InlineData("latency_us.hits.p50", null, "'latency_us.hits.p50' is missing")]
    public void What_is_wrong_with_a_log_is_named(string field, string? value, string complaint)
    {
        var path = _folder.File("run.json");
        SampleLogs.Run(seconds: 2).Write(path);
        var root = JsonNode.Parse(File.ReadAllText(path))!;
        var steps = field.Split('.');
        var parent = steps[..^1].Aggregate(root, (node, step) => node[step]!).AsObject();
        parent.Remove(steps[^1]);
        var text = root.ToJsonString();
        if (value is not null)
        {
            parent[steps[^1]] = "PLACE";
            text = root.ToJsonString().Replace("\"PLACE\"", value, StringComparison.Ordinal);
        }

        File.WriteAllText(path, text);

        var refused = Assert.Throws<RunLogException>(() => RunLog.Read(path));
        Assert.Contains(complaint, refused.Message, StringComparison.Ordinal);
        Assert.Contains(path, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
    }

    [Theory]
    [InlineData("", "is not valid JSON (line 1, byte 1)")]
    [InlineData("{\n  \"a\": }", "is not valid JSON (line 2, byte 8)")]
    [InlineData("[]", "is no log of a run: it is not a JSON object")]
    [InlineData("{}", "holds no time series")]
    public void What_is_no_log_is_refused(string content, string complaint)
    {
        var path = _folder.File("other.json");
        File.WriteAllText(path, content);

        Assert.Contains(
            complaint, Assert.Throws<RunLogException>(() => RunLog.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_named_with_the_reason()
    {
        var missing = Assert.Throws<RunLogException>(() => RunLog.Read(_folder.File("missing.json")));
        var folder = Assert.Throws<RunLogException>(() => RunLog.Read(_folder.Path));

        Assert.Equal($"cannot read '{_folder.File("missing.json")}': there is no such file", missing.Message);
        Assert.Contains("permission denied, or it is a folder", folder.Message, StringComparison.Ordinal);
        Assert.Throws<RunLogException>(() => RunLog.Read("nul\0character"));
    }

    [Fact]
    public void Writing_makes_the_folder_and_replaces_an_older_log_as_a_whole()
    {
        var path = _folder.File(Path.Combine("logs", "deep", "run.json"));
        SampleLogs.Run(seconds: 9).Write(path);
        SampleLogs.Run(seconds: 2).Write(path);

        Assert.Equal(3, RunLog.Read(path).TimeSeriesMetrics.Count);
        Assert.Equal([path], Directory.GetFiles(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public void A_log_that_cannot_be_written_leaves_nothing_behind()
    {
        var taken = _folder.File("taken");
        Directory.CreateDirectory(Path.Combine(taken, "inside"));
        File.WriteAllText(_folder.File("file"), "not a folder");

        var overFolder = Assert.Throws<RunLogException>(() => SampleLogs.Run().Write(taken));
        var underFile = Assert.Throws<RunLogException>(
            () => SampleLogs.Run().Write(Path.Combine(_folder.File("file"), "run.json")));

        Assert.StartsWith($"cannot write '{taken}': ", overFolder.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', underFile.Message);
        Assert.Equal(
            ["file", "taken"], Directory.GetFileSystemEntries(_folder.Path).Select(Path.GetFileName).Order());
    }

    [Theory]
    [InlineData(28, "the disk is full")]
    [InlineData(unchecked((int)0x80070070), "the disk is full")]
    [InlineData(5, "something")]
    public void A_full_disk_is_called_a_full_disk(int hresult, string words) =>
        Assert.Equal(words, FileTrouble.Why(new IOException("something.\nmore", hresult)));

    [Fact]
    public void A_log_is_named_after_the_moment_it_was_made()
    {
        var clock = new ManualClock(new DateTimeOffset(2031, 2, 3, 4, 5, 6, TimeSpan.Zero));
        var local = clock.GetLocalNow();

        Assert.Equal(
            Path.Combine("logs", $"perf_test_{local:yyyyMMdd}_{local:HHmmss}.json"), RunLog.DefaultPath(clock));
    }

    // One of each kind, with times that can be checked by eye.
    private static RunLog Small()
    {
        var clock = new ManualClock(DateTimeOffset.FromUnixTimeSeconds(1_893_456_000));
        var (startedAt, at) = (clock.GetUtcNow(), clock.GetTimestamp());
        var worker = new WorkerRecorder(clock, startedAt, at, 2);
        worker.Hit(0, at, at + 20);
        worker.Hit(1, at, at + 500);
        worker.Miss(at, at + 4000, 3900);
        worker.Write(at, at + 12_000_000, 11_000_000);
        worker.Fail(at, at + 12_000_000, isWrite: false, new InvalidOperationException("the database is away"));
        var log = RunLog.From(
            TestConfig.Of(1, 5, 80, TimeSpan.FromMinutes(5), new PassengerPoolSize(5)),
            new RunFacts
            {
                Command = "strata bench -t 1 -q 5 --cache memory,sqlite:c.db",
                ToolVersion = "0.1.0",
                Runtime = ".NET 10.0.0",
                Os = "an operating system",
                Processors = 2,
                Seed = 7,
                StartedAt = startedAt,
                Cache = "memory,sqlite:c.db",
                Database = "sqlite flights.db",
                EntriesAtStart = 0,
            },
            Recording.Merge([worker]),
            TimeSpan.FromSeconds(1.25),
            ["memory", "sqlite"]);
        var alone = new WorkerRecorder(clock, startedAt, at, 0);
        alone.Miss(at, at + 5000, 4900);
        return log with
        {
            Prediction = new HitRatePrediction { HitRatePercent = 66.7, Model = "uniform ids" },
            Baseline = BaselineComparison.Of(log, Recording.Merge([alone]), TimeSpan.FromSeconds(2)),
        };
    }
}
