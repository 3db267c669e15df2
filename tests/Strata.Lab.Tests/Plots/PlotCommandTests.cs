using Strata.Testing;

namespace Strata.Lab.Tests;

public sealed class PlotCommandTests : IDisposable
{
    private static readonly string[] Titles =
    [
        "1  Database latency", "2  Cache-hit latency", "3  Database against cache", "4  Throughput", "5  Hit rate",
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_middle_second_is_explained_unless_another_is_named()
    {
        var log = SampleLogs.Run();
        var seconds = log.TimeSeriesMetrics.Keys.ToArray();
        var path = Save(log);

        Assert.Contains($"Second {seconds[5]} ", Explain(path).Text, StringComparison.Ordinal);
        Assert.Contains($"Second {seconds[2]} ", Explain(path, seconds[2]).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_explanation_works_its_figures_out_from_the_log()
    {
        var metrics = new SecondMetrics
        {
            Count = 1000,
            TotalTimeUs = 250_000,
            AvgTimeUs = 0,
            MinTimeUs = 2,
            MaxTimeUs = 5100,
            Reads = 0,
            Writes = 200,
            CacheHits = 600,
            CacheMisses = 200,
            HitCount = 600,
            HitTotalUs = 3000,
            HitMinUs = 2,
            HitMaxUs = 90,
            DatabaseCount = 400,
            DatabaseTotalUs = 240_000,
            DatabaseMinUs = 100,
            DatabaseMaxUs = 5000,
        };
        var text = Explain(Save(WithSeconds((7, metrics)))).Text;

        Assert.Contains("600 + 200           = 800", text, StringComparison.Ordinal);
        Assert.Contains("600 ÷ 800           = 75.0 %", text, StringComparison.Ordinal);
        Assert.Contains("250 ms ÷ 1,000      = 250 µs", text, StringComparison.Ordinal);
        Assert.Contains("240 ms ÷ 400        = 600 µs", text, StringComparison.Ordinal);
        Assert.Contains("0.25 workers", text, StringComparison.Ordinal);
        Assert.Contains("a hit took            5.00 µs on average, 2.00 µs to 90.0 µs", text, StringComparison.Ordinal);
        Assert.Contains("○ average of 250 µs: good", text, StringComparison.Ordinal);
        Assert.Contains("○ hit rate of 75.0 %: good", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(99, "✓ average of 99.0 µs: excellent")]
    [InlineData(100, "○ average of 100 µs: good")]
    [InlineData(500, "! average of 500 µs: slow")]
    public void Averages_are_judged_by_their_thresholds(double averageUs, string insight) =>
        Assert.Contains(
            insight, Explain(Save(WithSeconds((7, Second(100, 60, 40, averageUs))))).Text, StringComparison.Ordinal);

    [Theory]
    [InlineData(91, "✓ hit rate of 91.0 %: excellent")]
    [InlineData(90, "○ hit rate of 90.0 %: good")]
    [InlineData(70, "○ hit rate of 70.0 %: moderate")]
    [InlineData(50, "! hit rate of 50.0 %: low")]
    public void Hit_rates_are_judged_by_their_thresholds(int hits, string insight) =>
        Assert.Contains(
            insight, Explain(Save(WithSeconds((7, Second(100, hits, 100 - hits, 10))))).Text, StringComparison.Ordinal);

    [Fact]
    public void All_five_charts_are_drawn_from_our_logs()
    {
        var text = Plots(Save(SampleLogs.Run())).Text;

        Assert.All(Titles, title => Assert.Contains(title, text, StringComparison.Ordinal));
    }

    [Fact]
    public void A_log_without_split_latencies_says_so_and_shows_whole_operations()
    {
        var text = Plots(Save(SampleLogs.Reference())).Text;

        Assert.Contains("1–3  Latency of whole operations", text, StringComparison.Ordinal);
        Assert.Contains("does not time cache hits and database calls apart", text, StringComparison.Ordinal);
        Assert.DoesNotContain(Titles[0], text, StringComparison.Ordinal);
        Assert.DoesNotContain("database average", Explain(Save(SampleLogs.Reference())).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(140)]
    [InlineData(200)]
    public void Charts_fit_the_terminal(int width)
    {
        RunLog[] logs =
        [
            SampleLogs.Run(), SampleLogs.Reference(), SampleLogs.Run(cache: false), SampleLogs.Run(seconds: 45, operationsPerSecond: 500),
            SampleLogs.Run(seconds: 7300, operationsPerSecond: 5),
        ];
        foreach (var log in logs)
        {
            Assert.All(Plots(Save(log), width).Lines, line => Assert.InRange(line.Length, 0, width));
        }
    }

    [Fact]
    public void A_terminal_gets_colours_and_a_pipe_gets_none()
    {
        var path = Save(SampleLogs.Run());
        using var terminal = new PlainConsole(colours: true);
        PlotCommand.PlotOnly(terminal.Console, path);

        Assert.Contains('\u001b', terminal.Text);
        Assert.DoesNotContain('\u001b', Plots(path).Text);
    }

    [Fact]
    public void A_second_without_operations_shows_as_a_gap()
    {
        var log = SampleLogs.Run();
        log.TimeSeriesMetrics.Remove(log.TimeSeriesMetrics.Keys.ElementAt(4));
        var lines = Plots(Save(log)).Lines;

        Assert.Contains(lines, line => line.StartsWith(" 4 s  ", StringComparison.Ordinal) && line.EndsWith("none", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith(" 4 s  ", StringComparison.Ordinal) && line.EndsWith("no reads", StringComparison.Ordinal));
    }

    [Fact]
    public void A_log_of_one_second_is_explained_but_not_drawn()
    {
        var path = Save(WithSeconds((7, Second(10, 5, 5, 10))));

        Assert.Contains("charts need two seconds", Plots(path).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_explained_is_refused_in_red_with_a_reason()
    {
        var few = Save(WithSeconds((7, Second(10, 5, 5, 10)), (9, Second(10, 5, 5, 10))));
        var many = Save(SampleLogs.Run(seconds: 40, operationsPerSecond: 5));
        var bad = _folder.File("bad.json");
        File.WriteAllText(bad, "{");

        Refused(_folder.File("missing.json"), null, "there is no such file");
        Refused(bad, null, "is not valid JSON");
        Refused(few, 8, $"'{few}' has no second 8; it has 7, 9");
        Refused(many, 8, "it has every one from 1893499200 to 18934992");
    }

    [Fact]
    public void Odd_values_are_drawn_all_the_same()
    {
        var random = new Random(Seed.Next(TestContext.Current.TestOutputHelper!.WriteLine));
        double[] times = [0, 0, 1e-9, 0.5, 1, 1000, 1e6, 1e12, 1e308, double.MaxValue];
        long[] counts = [0, 0, 1, 7, 1000, int.MaxValue, long.MaxValue];
        for (var round = 0; round < 300; round++)
        {
            double Time() => times[random.Next(times.Length)];
            long Count() => counts[random.Next(counts.Length)];
            var seconds = Enumerable.Range(0, random.Next(1, 9)).Select(_ => (
                random.Next(4) == 0 ? random.NextInt64(253_402_300_799) : 1_893_499_200 + random.Next(300),
                new SecondMetrics
                {
                    Count = Count(),
                    TotalTimeUs = Time(),
                    AvgTimeUs = Time(),
                    MinTimeUs = Time(),
                    MaxTimeUs = Time(),
                    Reads = Count(),
                    Writes = Count(),
                    CacheHits = Count(),
                    CacheMisses = Count(),
                    HitCount = Count(),
                    HitTotalUs = Time(),
                    HitMinUs = Time(),
                    HitMaxUs = Time(),
                    DatabaseCount = Count(),
                    DatabaseTotalUs = Time(),
                    DatabaseMinUs = Time(),
                    DatabaseMaxUs = Time(),
                }));
            var path = Save(WithSeconds([.. seconds]));
            var width = random.Next(60, 200);
            using var console = new PlainConsole(width);

            Assert.Equal(0, PlotCommand.Explain(console.Console, path, withPlots: true));
            Assert.DoesNotContain("NaN", console.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("∞", console.Text, StringComparison.Ordinal);
        }
    }

    private void Refused(string path, long? second, string reason)
    {
        using var console = new PlainConsole(colours: true);

        Assert.Equal(1, PlotCommand.Explain(console.Console, path, second));
        Assert.Contains(reason, console.Text, StringComparison.Ordinal);
        Assert.Contains("\u001b[91m", console.Text, StringComparison.Ordinal);
    }

    private static PlainConsole Explain(string path, long? second = null)
    {
        var console = new PlainConsole();
        Assert.Equal(0, PlotCommand.Explain(console.Console, path, second));
        return console;
    }

    private static PlainConsole Plots(string path, int width = 80)
    {
        var console = new PlainConsole(width);
        Assert.Equal(0, PlotCommand.PlotOnly(console.Console, path));
        return console;
    }

    private string Save(RunLog log)
    {
        var path = _folder.File($"{Guid.NewGuid():N}.json");
        log.Write(path);
        return path;
    }

    private static RunLog WithSeconds(params (long Second, SecondMetrics Metrics)[] seconds) =>
        SampleLogs.Reference(seconds: 2) with
        {
            TimeSeriesMetrics = new(seconds.DistinctBy(s => s.Second).ToDictionary(s => s.Second, s => s.Metrics)),
        };

    private static SecondMetrics Second(long count, long hits, long misses, double averageUs) => new()
    {
        Count = count,
        TotalTimeUs = count * averageUs,
        AvgTimeUs = averageUs,
        MinTimeUs = 1,
        MaxTimeUs = 1000,
        Reads = hits + misses,
        Writes = count - hits - misses,
        CacheHits = hits,
        CacheMisses = misses,
    };
}
