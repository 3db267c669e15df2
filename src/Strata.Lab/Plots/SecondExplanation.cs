using System.Globalization;
using Spectre.Console;

namespace Strata.Lab;

/// <summary>
/// One second of a run in words: what happened, how well the cache did, how each figure follows from
/// those in the log, and how the second stands against the whole run.
/// </summary>
internal sealed class SecondExplanation(IAnsiConsole console, RunLog log, string path, long second)
{
    private readonly SecondMetrics _metrics = log.TimeSeriesMetrics[second];
    private readonly FigureSheet _sheet = new(console.Profile.Width);

    // The log's own average may be missing a digit; what it is made of is not.
    private double AverageUs => _metrics.Count > 0 ? _metrics.TotalTimeUs / _metrics.Count : 0;

    public void Print()
    {
        PrintOverview();
        PrintSplit();
        PrintHitRate();
        PrintInsights();
        PrintArithmetic();
        PrintWholeRun();
        console.Write(_sheet.Text);
    }

    private void PrintOverview()
    {
        var seconds = log.TimeSeriesMetrics.Keys.ToList();
        var time = DateTimeOffset.FromUnixTimeSeconds(second);
        _sheet.Text.Line(path, StyledText.Faint)
            .Add($"Second {second}", StyledText.Bold)
            .Line(string.Create(
                CultureInfo.InvariantCulture,
                $"   {time:yyyy-MM-dd HH:mm:ss} UTC, number {seconds.IndexOf(second) + 1} of {seconds.Count}"));
        _sheet.Heading("Overview");
        _sheet.Row("operations", Figures.Count(_metrics.Count));
        _sheet.Row("average", Figures.Time(AverageUs));
        _sheet.Row("fastest, slowest", $"{Figures.Time(_metrics.MinTimeUs)}, {Figures.Time(_metrics.MaxTimeUs)}");
        _sheet.Row("time in all workers", Figures.Time(_metrics.TotalTimeUs));
        if (_metrics.Failures > 0)
        {
            _sheet.Row("failed", Figures.Count(_metrics.Failures.Value), StyledText.Poor);
        }
    }

    private void PrintSplit()
    {
        _sheet.Heading("Operations");
        var all = _metrics.AllReads + _metrics.Writes;
        _sheet.Share("reads", _metrics.AllReads, all, StyledText.Plain);
        _sheet.Share("writes", _metrics.Writes, all, StyledText.Plain);
    }

    private void PrintHitRate()
    {
        _sheet.Heading("Cache");
        if (_metrics.HitRatePercent is not { } rate)
        {
            _sheet.Text.Line("  Nothing was read in this second.");
            return;
        }

        var style = rate > 90 ? StyledText.Good : rate > 50 ? StyledText.Fair : StyledText.Poor;
        _sheet.Share("hits", _metrics.CacheHits, _metrics.AllReads, style);
        _sheet.Share("misses", _metrics.CacheMisses, _metrics.AllReads, StyledText.Faint);
        Latency("a hit took", _metrics.HitCount, _metrics.HitTotalUs, _metrics.HitMinUs, _metrics.HitMaxUs);
        Latency(
            "a database call took",
            _metrics.DatabaseCount,
            _metrics.DatabaseTotalUs,
            _metrics.DatabaseMinUs,
            _metrics.DatabaseMaxUs);
        if (_metrics.HitCount is null && _metrics.DatabaseCount is null)
        {
            _sheet.Text.Line("  This log does not time hits and database calls apart.", StyledText.Faint);
        }
    }

    private void PrintInsights()
    {
        _sheet.Heading("Insights");
        if (_metrics.Count > 0)
        {
            var (mark, word) = AverageUs switch
            {
                < 100 => ('✓', "excellent, under 100 µs"),
                < 500 => ('○', "good, under 500 µs"),
                _ => ('!', "slow, 500 µs or more: most of it is spent in the database"),
            };
            _sheet.Insight(mark, $"average of {Figures.Time(AverageUs)}: {word}");
        }

        if (_metrics.HitRatePercent is { } rate)
        {
            var (mark, word) = rate switch
            {
                > 90 => ('✓', "excellent, over 90 %"),
                > 70 => ('○', "good, over 70 %"),
                > 50 => ('○', "moderate, over 50 %"),
                _ => ('!', "low: a cache that is cold, too small, or whose entries expire too soon"),
            };
            _sheet.Insight(mark, $"hit rate of {Figures.Percent(rate)}: {word}");
        }

        if (_metrics.Count == 0)
        {
            _sheet.Insight('!', "no operation ended in this second");
        }
    }

    private void PrintArithmetic()
    {
        _sheet.Heading("How the figures follow");
        var m = _metrics;
        Step(
            "reads", "hits + misses", $"{Figures.Count(m.CacheHits)} + {Figures.Count(m.CacheMisses)}",
            Figures.Count(m.AllReads));
        if (m.HitRatePercent is { } rate)
        {
            Step(
                "hit rate", "hits ÷ reads", $"{Figures.Count(m.CacheHits)} ÷ {Figures.Count(m.AllReads)}",
                Figures.Percent(rate));
        }

        if (m.Count > 0)
        {
            Step(
                "average", "time ÷ operations", $"{Figures.Time(m.TotalTimeUs)} ÷ {Figures.Count(m.Count)}",
                Figures.Time(AverageUs));
            Step(
                "at work at once", "time ÷ one second", $"{Figures.Time(m.TotalTimeUs)} ÷ 1 s",
                $"{m.TotalTimeUs / 1e6:0.00} workers");
        }

        if (m.DatabaseCount > 0)
        {
            Step(
                "database average", "time ÷ calls",
                $"{Figures.Time(m.DatabaseTotalUs ?? 0)} ÷ {Figures.Count(m.DatabaseCount.Value)}",
                Figures.Time((m.DatabaseTotalUs ?? 0) / m.DatabaseCount.Value));
        }
    }

    private void PrintWholeRun()
    {
        _sheet.Heading("The whole run");
        var summary = log.Summary;
        _sheet.Text.Line($"  {"",-FigureSheet.LabelColumns}{"this second",16}{"the run",16}", StyledText.Faint);
        Compare("operations", Figures.Count(_metrics.Count), Figures.Count(summary.TotalQueries));
        Compare("operations a second", Figures.Rate(_metrics.Count), Figures.Rate(summary.QueriesPerSecond));
        Compare("average", Figures.Time(AverageUs), Figures.Time(log.AggregateMetrics.AvgQueryTimeUs));
        Compare("slowest", Figures.Time(_metrics.MaxTimeUs), Figures.Time(log.AggregateMetrics.MaxQueryTimeUs));
        Compare(
            "hit rate",
            _metrics.HitRatePercent is { } rate ? Figures.Percent(rate) : "no reads",
            Figures.Percent(summary.CacheHitRatePercent));
        Compare("duration", "1 s", Figures.Span(summary.TotalDurationSeconds));
    }

    private void Latency(string label, long? count, double? totalUs, double? minUs, double? maxUs)
    {
        if (count > 0)
        {
            var average = Figures.Time((totalUs ?? 0) / count.Value);
            _sheet.Row(label, $"{average} on average, {Figures.Time(minUs ?? 0)} to {Figures.Time(maxUs ?? 0)}");
        }
    }

    private void Step(string name, string formula, string figures, string result) =>
        _sheet.Text
            .Add($"  {name,-FigureSheet.LabelColumns}", StyledText.Faint)
            .Add($"{formula,-19}= {figures,-19} = ")
            .Line(result, StyledText.Bold);

    private void Compare(string label, string here, string run) =>
        _sheet.Text.Add($"  {label,-FigureSheet.LabelColumns}", StyledText.Faint).Line($"{here,16}{run,16}");
}
