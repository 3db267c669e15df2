using Strata.Lab.Bench;
using Strata.Testing;

namespace Strata.Lab.Tests.Bench;

public sealed class EarlierRunTests : IDisposable
{
    private static readonly RunLog Cached = SampleLogs.Run(seconds: 2, operationsPerSecond: 200);
    private static readonly RunLog Alone = SampleLogs.Run(seconds: 2, operationsPerSecond: 200, cache: false);

    private readonly TemporaryFolder _folder = new();
    private DateTime _written = new(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private string Own => _folder.File("own.json");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_cached_run_finds_the_run_without_a_cache_and_the_other_way_round()
    {
        var alone = Write("alone.json", Alone);
        var cached = Write("cached.json", Cached);
        Assert.Equal(alone, EarlierRun.CounterpartOf(Cached, cached)?.Path);
        var found = EarlierRun.CounterpartOf(Alone, alone);
        Assert.Equal(cached, found?.Path);
        Assert.Equal(Cached.Summary, found?.Log.Summary);
    }

    [Fact]
    public void Of_several_the_latest_is_taken_whatever_the_names_say()
    {
        Write("c.json", Alone);
        var latest = Write("b.json", Alone);
        Write("d.json", Alone, age: TimeSpan.FromDays(30));
        Write("a.json", Cached);
        Assert.Equal(latest, EarlierRun.CounterpartOf(Cached, Own)?.Path);
    }

    [Fact]
    public void Damaged_and_foreign_files_are_passed_over()
    {
        var alone = Write("alone.json", Alone);
        var text = File.ReadAllText(alone);
        WriteText("cut.json", text[..(text.Length / 2)]);
        WriteText("empty.json", "");
        WriteText("list.json", "[1, 2]");
        WriteText("package.json", "{\"name\": \"something\"}");
        WriteText("alone.json.bak", text);
        Write("reference.json", SampleLogs.Reference(seconds: 2));
        Directory.CreateDirectory(_folder.File("folder.json"));
        Assert.Equal(alone, EarlierRun.CounterpartOf(Cached, Own)?.Path);
    }

    [Fact]
    public void Nothing_is_found_in_an_empty_folder_or_a_missing_one()
    {
        Assert.Null(EarlierRun.CounterpartOf(Cached, Own));
        Assert.Null(EarlierRun.CounterpartOf(Cached, Path.Combine(_folder.Path, "nowhere", "own.json")));
    }

    [Fact]
    public void A_log_is_never_its_own_counterpart()
    {
        var own = Write("own.json", Alone);
        Assert.Null(EarlierRun.CounterpartOf(Cached, own));
        Assert.Null(EarlierRun.CounterpartOf(Cached, Path.Combine(_folder.Path, "sub", "..", "own.json")));
        Assert.NotNull(EarlierRun.CounterpartOf(Cached, _folder.File("other.json")));
    }

    [Fact]
    public void A_log_of_the_reference_format_has_no_counterpart()
    {
        Write("alone.json", Alone);
        Write("cached.json", Cached);
        Assert.Null(EarlierRun.CounterpartOf(SampleLogs.Reference(seconds: 2), Own));
    }

    [Fact]
    public void Only_the_same_workload_on_the_same_database_to_its_end_is_a_counterpart()
    {
        var config = Alone.TestConfig;
        RunLog[] others =
        [
            Alone with { Run = Alone.Run! with { Interrupted = true } },
            Alone with { Run = Alone.Run! with { Database = "postgres 127.0.0.1:5432/flights" } },
            Alone with { Run = Alone.Run! with { DurationSecondsLimit = 5 } },
            Alone with { TestConfig = config with { Threads = config.Threads + 1 } },
            Alone with { TestConfig = config with { QueriesPerThread = 7 } },
            Alone with { TestConfig = config with { ReadRatio = 70, WriteRatio = 30 } },
            Alone with { TestConfig = config with { PassengerPoolSize = new(77) } },
            Alone with { Summary = Alone.Summary with { TotalQueries = 0 } },
            Cached,
        ];
        for (var i = 0; i < others.Length; i++)
        {
            Write($"other-{i}.json", others[i]);
            Assert.True(EarlierRun.CounterpartOf(Cached, Own) is null, $"other-{i}.json was taken for a counterpart.");
        }

        Write("alone.json", Alone);
        Assert.NotNull(EarlierRun.CounterpartOf(Cached, Own));
    }

    [Fact]
    public void Neither_the_time_to_live_nor_what_was_not_finished_in_time_makes_a_workload_another()
    {
        Write("alone.json", Alone with
        {
            Run = Alone.Run! with { DurationSecondsLimit = 5 },
            TestConfig = Alone.TestConfig with { TtlMs = 1, QueriesPerThread = 111, TotalQueries = 444 },
        });
        Assert.NotNull(EarlierRun.CounterpartOf(
            Cached with { Run = Cached.Run! with { DurationSecondsLimit = 5 } }, Own));
    }

    private string Write(string name, RunLog log, TimeSpan age = default)
    {
        var path = _folder.File(name);
        log.Write(path);
        return Written(path, age);
    }

    private void WriteText(string name, string text)
    {
        var path = _folder.File(name);
        File.WriteAllText(path, text);
        Written(path, default);
    }

    // Each file a second later than the one before: the disk's own times are too coarse to tell them apart.
    private string Written(string path, TimeSpan age)
    {
        _written = _written.AddSeconds(1);
        File.SetLastWriteTimeUtc(path, _written - age);
        return path;
    }
}
