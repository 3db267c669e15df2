using Microsoft.Playwright;
using Strata.Lab;
using Strata.Lab.Tests;
using Strata.Testing;

namespace Strata.Browser.Tests;

[Trait("Category", "Slow")]
public sealed class HtmlReportTests(Browser browser) : IClassFixture<Browser>, IDisposable
{
    private static readonly string[] Charts =
        ["#database-latency", "#hit-latency", "#averages", "#throughput", "#hit-rate"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_page_opens_from_a_file_without_errors_and_without_the_network()
    {
        var file = Save(SampleLogs.Full());
        await using var report = await browser.OpenAsync(file);

        Assert.Empty(report.Complaints);
        Assert.Equal([new Uri(file).AbsoluteUri], report.Requests);
        Assert.Matches("Strata: 4,[0-9]{3}/s", await report.Page.TitleAsync());
    }

    [Fact]
    public async Task Five_charts_are_drawn()
    {
        await using var report = await browser.OpenAsync(Save(SampleLogs.Full()));

        Assert.Equal(5, await report.CountAsync(".uplot canvas"));
        foreach (var chart in Charts)
        {
            Assert.InRange(await report.ColoursAsync(chart), 10, int.MaxValue);
        }
    }

    [Fact]
    public async Task Configuration_figures_and_tables_are_shown()
    {
        await using var report = await browser.OpenAsync(Save(SampleLogs.Full()));
        var text = await report.TextAsync();

        string[] wanted =
        [
            "4 × 10,000 operations", "80 % reads, 20 % writes", "5 min", "memory,sqlite:cache.db", "emptied, 0 entries", "seed 42",
            "p99.9", "Cache hits", "Database calls", "of all hits", "75.5 %", "Gap", "uniform ids over a pool",
            "Against the database alone", "1 failed", "the database is locked",
        ];
        Assert.All(wanted, words => Assert.Contains(words, text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Hovering_one_chart_reads_the_values_of_all()
    {
        await using var report = await browser.OpenAsync(Save(SampleLogs.Full()));
        var (x, y) = await report.PointAsync("#throughput", 0.55);
        await report.Page.Mouse.MoveAsync(x, y);

        Assert.Matches("at ?5 s.*operations ?3,[0-9]{3}/s, 7[0-9] % of the peak", await LegendAsync(report, "#throughput"));
        Assert.Matches("hit rate ?! 7[0-9]\\.[0-9] %", await LegendAsync(report, "#hit-rate"));
        Assert.Matches("max ?[0-9.]+ ms.*average ?[0-9]+ µs.*min ?[0-9.]+ µs", await LegendAsync(report, "#database-latency"));
        Assert.Matches("database ?[0-9]+ µs.*cache hit ?[0-9.]+ µs", await LegendAsync(report, "#averages"));
    }

    [Fact]
    public async Task Dragging_zooms_all_charts_and_a_double_click_shows_the_whole_run_again()
    {
        await using var report = await browser.OpenAsync(Save(SampleLogs.Full(seconds: 30)));
        var whole = await report.RangeAsync("#hit-rate");
        var reset = report.Page.Locator("#reset");
        Assert.True(await reset.IsHiddenAsync());
        await DragAsync(report, "#throughput", 0.25, 0.5);

        foreach (var chart in Charts)
        {
            var (from, to) = await report.RangeAsync(chart);
            Assert.InRange(from, 6.5, 8);
            Assert.InRange(to, 14, 16);
        }

        Assert.True(await reset.IsVisibleAsync());
        var (x, y) = await report.PointAsync("#database-latency", 0.5);
        await report.Page.Mouse.DblClickAsync(x, y);
        foreach (var chart in Charts)
        {
            Assert.Equal(whole, await report.RangeAsync(chart));
        }

        Assert.True(await reset.IsHiddenAsync());
    }

    [Fact]
    public async Task A_button_shows_the_whole_run_again_where_there_is_no_double_click()
    {
        await using var report = await browser.OpenAsync(Save(SampleLogs.Full(seconds: 30)));
        var whole = await report.RangeAsync("#averages");
        await DragAsync(report, "#averages", 0.4, 0.8);
        await report.Page.Locator("#reset").ClickAsync();

        Assert.Equal(whole, await report.RangeAsync("#throughput"));
    }

    [Fact]
    public async Task Dark_mode_follows_the_system_and_the_button_changes_it()
    {
        var file = Save(SampleLogs.Full());
        await using var light = await browser.OpenAsync(file);
        await using var dark = await browser.OpenAsync(file, theme: ColorScheme.Dark);
        var (lightGround, darkGround) = (await GroundAsync(light), await GroundAsync(dark));
        var before = await LinePixelsAsync(light);
        await light.Page.Locator("#theme").ClickAsync();

        Assert.NotEqual(lightGround, darkGround);
        Assert.Equal(darkGround, await GroundAsync(light));
        Assert.NotEqual(before, await LinePixelsAsync(light));
        await light.Page.Locator("#theme").ClickAsync();
        Assert.Equal(lightGround, await GroundAsync(light));
        Assert.Equal(5, await light.CountAsync(".uplot canvas"));
        Assert.Empty(light.Complaints);
    }

    [Fact]
    public async Task A_phone_scrolls_down_and_never_sideways()
    {
        await using var report = await browser.OpenAsync(Save(SampleLogs.Full()), width: 360, height: 740);
        var width = await report.Page.EvaluateAsync<int>("document.documentElement.scrollWidth");

        Assert.Equal(360, width);
        Assert.Equal(5, await report.CountAsync(".uplot canvas"));
        await report.Page.SetViewportSizeAsync(320, 600);
        await report.Page.WaitForFunctionAsync("document.querySelector('.uplot canvas').getBoundingClientRect().right <= 320");
        Assert.Equal(320, await report.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
    }

    [Fact]
    public async Task A_log_of_the_reference_format_shows_whole_operations_and_says_so()
    {
        await using var report = await browser.OpenAsync(Save(SampleLogs.Reference()));
        var text = await report.TextAsync();

        Assert.Empty(report.Complaints);
        Assert.Equal(3, await report.CountAsync(".uplot canvas"));
        Assert.Contains("does not time cache hits and database calls apart", text, StringComparison.Ordinal);
        Assert.Contains("holds no percentiles", text, StringComparison.Ordinal);
        Assert.Contains("does not say which layer answered", text, StringComparison.Ordinal);
        Assert.DoesNotMatch("false|null|undefined|NaN", text);
    }

    [Fact]
    public async Task A_run_without_a_cache_says_that_nothing_was_hit()
    {
        await using var report = await browser.OpenAsync(Save(SampleLogs.Run(cache: false)));

        Assert.Empty(report.Complaints);
        Assert.Equal(4, await report.CountAsync(".uplot canvas"));
        Assert.Contains("Nothing of this kind", await report.Page.Locator("#hit-latency").InnerTextAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("</script><script>alert(1)</script>")]
    [InlineData("<!--<script>")]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("\"'`${alert(1)}\\u2028\u2028\u0000😀{{log}}{{charts}}")]
    public async Task Text_in_a_log_is_shown_as_text_whatever_it_says(string text)
    {
        var log = SampleLogs.Full();
        log = log with
        {
            Run = log.Run! with { Command = text, Cache = text, Os = text },
            Layers = [.. log.Layers!.Select(l => l with { Name = text })],
            Prediction = log.Prediction! with { Model = text },
            Failures = new FailureSummary { Count = 1, Messages = [text] },
        };
        await using var report = await browser.OpenAsync(Save(log));

        Assert.Empty(report.Complaints);
        Assert.Equal(5, await report.CountAsync(".uplot canvas"));
        Assert.Equal(3, await report.CountAsync("script"));
        Assert.Equal(0, await report.CountAsync("img"));
        Assert.Equal(text, await report.Page.Locator("header code").TextContentAsync());
    }

    [Fact]
    public async Task Odd_values_are_drawn_all_the_same()
    {
        var log = SampleLogs.Reference();
        var second = log.TimeSeriesMetrics.First().Value;
        var zero = second with { Count = 0, TotalTimeUs = 0, MinTimeUs = 0, MaxTimeUs = 0, CacheHits = 0, CacheMisses = 0, Writes = 0 };
        var huge = second with { TotalTimeUs = 1e308, MaxTimeUs = double.MaxValue, Count = long.MaxValue };
        RunLog[] logs =
        [
            log with { TimeSeriesMetrics = new() { [7] = second } },
            log with { TimeSeriesMetrics = new() { [7] = zero, [8] = zero } },
            log with { TimeSeriesMetrics = new() { [7] = second, [9] = zero, [10_000] = second, [253_402_300_799] = second } },
            log with { TimeSeriesMetrics = new() { [7] = huge, [8] = second } },
        ];
        foreach (var odd in logs)
        {
            await using var report = await browser.OpenAsync(Save(odd));

            Assert.Empty(report.Complaints);
            Assert.DoesNotContain("NaN", await report.TextAsync(), StringComparison.Ordinal);
            Assert.DoesNotContain("undefined", await report.TextAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_run_of_two_hours_is_drawn()
    {
        await using var report = await browser.OpenAsync(Save(SampleLogs.Run(seconds: 7200, operationsPerSecond: 5)));

        Assert.Empty(report.Complaints);
        Assert.Equal(5, await report.CountAsync(".uplot canvas"));
        Assert.InRange(await report.ColoursAsync("#throughput"), 10, int.MaxValue);
    }

    private static async Task<string> LegendAsync(ReportPage report, string chart) =>
        (await report.Page.Locator($"{chart} .u-legend").TextContentAsync())!;

    private static Task<string> GroundAsync(ReportPage report) =>
        report.Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");

    private static Task<string> LinePixelsAsync(ReportPage report) =>
        report.Page.EvaluateAsync<string>("document.querySelector('#averages canvas').toDataURL()");

    private static async Task DragAsync(ReportPage report, string chart, double from, double to)
    {
        var (left, y) = await report.PointAsync(chart, from);
        var (right, _) = await report.PointAsync(chart, to);
        await report.Page.Mouse.MoveAsync(left, y);
        await report.Page.Mouse.DownAsync();
        await report.Page.Mouse.MoveAsync(right, y, new() { Steps = 5 });
        await report.Page.Mouse.UpAsync();
    }

    private string Save(RunLog log)
    {
        var file = _folder.File($"{Guid.NewGuid():N}.html");
        HtmlReport.Write(log, file);
        return file;
    }
}
