using System.Text.Json;
using Strata.Lab.Tests.Databases;

namespace Strata.Lab.Tests.Cli;

public sealed class BenchCommandTests(PostgresFixture postgres)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_writes_a_log_of_the_published_form_and_a_report_without_escapes()
    {
        using var strata = new StrataProcess();
        var (exit, output, error) = await strata.RunAsync("bench -t 2 -q 400 --seed 7 --html page.html");
        Assert.Equal((0, ""), (exit, error));
        Assert.DoesNotContain('\u001b', output);
        Assert.Contains("Against the database alone", output, StringComparison.Ordinal);
        var path = Assert.Single(strata.Logs);
        Assert.Matches(@"perf_test_\d{8}_\d{6}\.json$", path);
        using var log = JsonDocument.Parse(await File.ReadAllTextAsync(path, Ct));
        Assert.Equal(
            ["threads", "queries_per_thread", "total_queries", "read_ratio", "write_ratio", "ttl_ms", "random_passengers", "passenger_pool_size"],
            log.RootElement.GetProperty("test_config").EnumerateObject().Select(p => p.Name));
        var read = RunLog.Read(path);
        Assert.Equal(800, read.Summary.TotalQueries);
        Assert.Equal(read.Summary.Reads, read.Summary.CacheHits + read.Summary.CacheMisses);
        Assert.Equal(read.Summary.Reads, read.TimeSeriesMetrics.Values.Sum(second => second.Reads));
        Assert.Equal(7, read.Run!.Seed);
        Assert.True(File.Exists(Path.Combine(strata.Folder, "page.html")));

        var (explained, plots, _) = await strata.RunAsync($"plot explain {path} -p");
        Assert.Equal(0, explained);
        Assert.DoesNotContain('\u001b', plots);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task The_named_log_goes_where_it_was_sent_and_shows_no_password()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "PostgreSQL is started on Linux and macOS only.");
        var server = await postgres.ServerAsync();
        using var strata = new StrataProcess();
        var database = await server.CreateDatabaseAsync();
        var url = server.Url(database, password: "hunter2");
        var (exit, output, error) = await strata.RunAsync(
            $"bench --database {url} --cache memory,sqlite:c.db -t 2 -q 300 --baseline 1 --out here/run.json");
        Assert.Equal((0, ""), (exit, error));
        var text = await File.ReadAllTextAsync(Path.Combine(strata.Folder, "here", "run.json"), Ct);
        Assert.DoesNotContain("hunter2", text + output, StringComparison.Ordinal);
        Assert.Contains("\"database\": \"postgres ", text, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(strata.Folder, "c.db")));
        Assert.Empty(strata.Logs);
    }

    [Fact]
    public async Task The_database_alone_is_compared_with_the_run_before_it()
    {
        using var strata = new StrataProcess();
        await strata.RunAsync("bench -t 2 -q 300 --baseline 0 --out cached.json");
        var (exit, output, _) = await strata.RunAsync("bench -t 2 -q 300 --no-cache --out alone.json");
        Assert.Equal(0, exit);
        Assert.Contains("cached.json", output, StringComparison.Ordinal);
        Assert.Contains("times the throughput", output, StringComparison.Ordinal);
        var alone = RunLog.Read(Path.Combine(strata.Folder, "alone.json"));
        Assert.Equal((0, 0.0), (alone.Summary.CacheHits, alone.Summary.CacheHitRatePercent));
        Assert.Equal(alone.Summary.Reads, alone.Summary.CacheMisses);
    }

    [Fact]
    public async Task Verbose_shows_the_statements_the_key_format_and_a_sample()
    {
        using var strata = new StrataProcess();
        var (_, output, _) = await strata.RunAsync("bench -t 1 -q 50 -v --cache memory --baseline 0");
        Assert.Contains("LEFT JOIN booking", output, StringComparison.Ordinal);
        Assert.Contains("INSERT INTO booking", output, StringComparison.Ordinal);
        Assert.Contains("bookings:{passenger_id}", output, StringComparison.Ordinal);
        Assert.Contains("bookings:4 = {\"PassengerId\":4,", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Questions_are_answered_line_by_line_and_a_wrong_answer_is_asked_again()
    {
        using var strata = new StrataProcess();
        var (exit, output, _) = await strata.RunAsync(
            "bench -i --cache memory --baseline 0", "yes\n0\n2\n60\n50\n1000\nno\nyes\nyes\n");
        Assert.Equal(0, exit);
        Assert.Contains("'0' is refused: a whole number from 1 to 1,024", output, StringComparison.Ordinal);
        var config = RunLog.Read(Assert.Single(strata.Logs)).TestConfig;
        Assert.Equal((2, 60L, 50, 1000L), (config.Threads, config.QueriesPerThread, config.ReadRatio, config.TtlMs));
    }

    [Theory]
    [InlineData("no\nno\n")]
    [InlineData("yes\n2\n")]
    [InlineData("")]
    public async Task No_at_the_end_or_an_end_of_input_cancels_and_writes_nothing(string answers)
    {
        using var strata = new StrataProcess();
        var (exit, output, _) = await strata.RunAsync("bench -i", answers);
        Assert.Equal(0, exit);
        Assert.Contains("Cancelled", output, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(strata.Folder));
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Ctrl_C_stops_the_workers_and_what_was_measured_is_reported_and_logged()
    {
        StrataProcess.SkipWhereInterruptIsIgnored();
        using var strata = new StrataProcess();
        await strata.RunAsync("bench -t 1 -q 10 --cache memory --baseline 0");
        using var written = new SemaphoreSlim(0);
        using var watcher = new FileSystemWatcher(strata.CacheFolder, "*.db-wal") { EnableRaisingEvents = true };
        watcher.Changed += (_, _) => written.Release();
        using var process = strata.Start("bench -t 2 -r 50 --duration 60 --cache memory --baseline 0 --out cut.json");
        var output = process.StandardOutput.ReadToEndAsync(Ct);
        var error = process.StandardError.ReadToEndAsync(Ct);
        for (var changes = 0; changes < 50; changes++)
        {
            Assert.True(await written.WaitAsync(TimeSpan.FromSeconds(60), Ct), "The run wrote nothing.");
        }

        StrataProcess.Interrupt(process);
        var (exit, shown, complaints) = await StrataProcess.EndOfAsync(process, output, error);
        Assert.Equal((130, ""), (exit, complaints));
        Assert.Contains("cut.json", shown, StringComparison.Ordinal);
        var log = RunLog.Read(Path.Combine(strata.Folder, "cut.json"));
        Assert.True(log.Run!.Interrupted);
        Assert.InRange(log.Summary.TotalQueries, 1, long.MaxValue);
    }

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData("memory,sqlite:c.db", "")]
    [InlineData("memory", " --warm")]
    public async Task The_published_hit_rates_come_out(string cache, string warm)
    {
        using var strata = new StrataProcess();
        Assert.InRange(await HitRateAsync(strata, $"-t 4 -q 10000 -r 80 --ttl 300000 -f --cache {cache}"), 74.8, 76.2);
        Assert.InRange(await HitRateAsync(strata, $"-r 99 --cache {cache}{warm}"), 98.8, 100);
        Assert.InRange(await HitRateAsync(strata, $"-r 60 --random -f --cache {cache}"), 39.8, 41.2);
    }

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData("memory,sqlite:c.db")]
    [InlineData("memory")]
    public async Task With_a_short_time_to_live_the_hit_rate_is_what_throughput_and_time_to_live_predict(string cache)
    {
        using var strata = new StrataProcess();
        await HitRateAsync(strata, $"-r 90 --ttl 100 --random -f --cache {cache}");
        var log = RunLog.Read(strata.Logs[^1]);
        Assert.InRange(log.Summary.CacheHitRatePercent / log.Prediction!.HitRatePercent, 0.7, 1.3);
    }

    private static async Task<double> HitRateAsync(StrataProcess strata, string arguments)
    {
        var name = $"logs/{strata.Logs.Count:D3}.json";
        var (exit, _, error) = await strata.RunAsync($"bench {arguments} --baseline 0 --out {name}");
        Assert.Equal((0, ""), (exit, error));
        return RunLog.Read(Path.Combine(strata.Folder, name)).Summary.CacheHitRatePercent;
    }
}
