using System.Globalization;
using Spectre.Console;

namespace Strata.Lab;

/// <summary>
/// The report at the end of <c>strata bench</c>, made from the run's log alone: what is shown is what is logged.
/// </summary>
public sealed class BenchReport
{
    private readonly RunLog _log;
    private readonly FigureSheet _sheet;

    private BenchReport(RunLog log, int width)
    {
        _log = log;
        _sheet = new FigureSheet(width);
    }

    private bool IsCached => _log.Run is not { NoCache: true };

    /// <summary>Prints the report.</summary>
    /// <param name="console">Where to; without colours when it has none.</param>
    /// <param name="log">The run.</param>
    /// <param name="logPath">Where the log was written, to be named at the end; null if it was not.</param>
    /// <exception cref="ArgumentNullException">
    /// <paramref name="console"/> or <paramref name="log"/> is null.
    /// </exception>
    public static void Print(IAnsiConsole console, RunLog log, string? logPath = null)
    {
        ArgumentNullException.ThrowIfNull(console);
        ArgumentNullException.ThrowIfNull(log);
        var report = new BenchReport(log, console.Profile.Width);
        report.PrintConfiguration();
        report.PrintSummary();
        report.PrintOperations();
        report.PrintCache();
        report.PrintLayerFailures();
        report.PrintLatency();
        report.PrintBaseline();
        report.PrintInsights();
        report.PrintReference();
        if (logPath is not null)
        {
            report._sheet.Text.Line().Add("Log: ", StyledText.Bold).Line(logPath);
        }

        console.Write(report._sheet.Text);
    }

    private void PrintConfiguration()
    {
        var config = _log.TestConfig;
        _sheet.Heading("Configuration");
        _sheet.Row("workers", $"{Figures.Count(config.Threads)} × {Figures.Count(config.QueriesPerThread)} operations");
        _sheet.Row("mix", $"{config.ReadRatio} % reads, {config.WriteRatio} % writes");
        _sheet.Row(
            "passengers", config.PassengerPoolSize.IsAll ? "all, at random" : $"the first {config.PassengerPoolSize}");
        if (_log.Run is not { } run)
        {
            _sheet.Row("time to live", TimeToLive());
            return;
        }

        if (IsCached)
        {
            _sheet.Row("cache", $"{run.Cache}{StartState(run)}");
            _sheet.Row(
                "time to live",
                run.JitterPercent > 0 ? $"{TimeToLive()} ± {run.JitterPercent:0.##} %" : TimeToLive());
        }
        else
        {
            _sheet.Row("cache", "none: the database alone");
        }

        _sheet.Row("database", run.Database);
        _sheet.Row("seed", run.Seed.ToString(CultureInfo.InvariantCulture));
    }

    private void PrintSummary()
    {
        var summary = _log.Summary;
        _sheet.Heading("Summary");
        if (_log.Run?.Interrupted == true)
        {
            _sheet.Row("stopped", "before its end; what follows is what was measured until then", StyledText.Fair);
        }

        _sheet.Row("duration", Figures.Span(summary.TotalDurationSeconds));
        _sheet.Row("throughput", Figures.Rate(summary.QueriesPerSecond), StyledText.Bold);
        _sheet.Row("average", Figures.Time(_log.AggregateMetrics.AvgQueryTimeUs));
        _sheet.Row(
            "fastest, slowest",
            $"{Figures.Time(_log.AggregateMetrics.MinQueryTimeUs)}, "
            + Figures.Time(_log.AggregateMetrics.MaxQueryTimeUs));
    }

    private void PrintOperations()
    {
        var summary = _log.Summary;
        var all = (double)summary.Reads + summary.Writes;
        _sheet.Heading("Operations");
        _sheet.Share("reads", summary.Reads, all, StyledText.Plain);
        _sheet.Share("writes", summary.Writes, all, StyledText.Plain);
        if (_log.Failures is { Count: > 0 } failures)
        {
            _sheet.Row("failed", Figures.Count(failures.Count), StyledText.Poor);
            foreach (var message in failures.Messages)
            {
                _sheet.Text.Sentence(message, _sheet.Width, FigureSheet.LabelColumns + 2, StyledText.Faint);
            }
        }
    }

    private void PrintLayerFailures()
    {
        foreach (var layer in _log.Layers ?? [])
        {
            if (layer.Failures is > 0 and var failures)
            {
                _sheet.Row($"failed in {layer.Name}", $"{Figures.Count(failures)} times", StyledText.Poor);
                foreach (var message in layer.FailureMessages ?? [])
                {
                    _sheet.Text.Sentence(message, _sheet.Width, FigureSheet.LabelColumns + 2, StyledText.Faint);
                }
            }
        }
    }

    private void PrintCache()
    {
        if (!IsCached)
        {
            return;
        }

        var summary = _log.Summary;
        _sheet.Heading("Cache");
        if (summary.Reads == 0)
        {
            _sheet.Text.Line("  Nothing was read.");
            return;
        }

        foreach (var layer in _log.Layers ?? [])
        {
            _sheet.Share($"hits in {layer.Name}", layer.Hits, summary.Reads, StyledText.Good);
        }

        _sheet.Share("hits", summary.CacheHits, summary.Reads, StyledText.Good);
        _sheet.Share("misses", summary.CacheMisses, summary.Reads, StyledText.Faint);
        if (_log.Prediction is { } prediction)
        {
            var gap = Math.Round(summary.CacheHitRatePercent - prediction.HitRatePercent, 1);
            _sheet.Row(
                "predicted hits",
                $"{Figures.Percent(prediction.HitRatePercent)}; "
                + $"measured {Figures.Percent(summary.CacheHitRatePercent)}, "
                + string.Create(CultureInfo.InvariantCulture, $"a gap of {gap:+0.0;−0.0;0.0} points"));
            _sheet.Text.Sentence(prediction.Model, _sheet.Width, FigureSheet.LabelColumns + 2, StyledText.Faint);
        }
    }

    private void PrintLatency()
    {
        if (_log.LatencyUs is not { } latency)
        {
            return;
        }

        const int Column = 10;
        _sheet.Heading("Latency");
        _sheet.Columns("", ["p50", "p95", "p99", "p99.9", "max"], Column, StyledText.Faint);
        Percentiles("cache hits", latency.Hits);
        foreach (var layer in _log.Layers is { Count: > 1 } layers ? layers : [])
        {
            Percentiles($"  in {layer.Name}", layer.LatencyUs);
        }

        Percentiles("database calls", latency.Database);
        Percentiles("  queries", latency.DatabaseReads);
        Percentiles("  bookings", latency.DatabaseWrites);
        Percentiles("writes", latency.Writes);
        Percentiles("all operations", latency.Operations);

        void Percentiles(string name, LatencySummary? summary)
        {
            if (summary is { Count: > 0 } l)
            {
                _sheet.Columns(name, new[] { l.P50, l.P95, l.P99, l.P999, l.Max }.Select(Figures.Time), Column);
            }
        }
    }

    private void PrintBaseline()
    {
        if (_log.Baseline is not { } alone)
        {
            return;
        }

        const int Column = 16;
        _sheet.Heading("Against the database alone");
        _sheet.Columns("", ["alone", "with the cache", ""], Column, StyledText.Faint);
        Compare(
            "throughput",
            Figures.Rate(alone.QueriesPerSecond),
            Figures.Rate(_log.Summary.QueriesPerSecond),
            alone.SpeedupThroughput);
        Compare(
            "median read",
            Figures.Time(alone.ReadP50Us),
            _log.LatencyUs?.Reads is { } reads ? Figures.Time(reads.P50) : "–",
            alone.SpeedupReadP50);

        void Compare(string label, string without, string with, double? speedup) =>
            _sheet.Columns(label, [without, with, Speedup(speedup)], Column);
    }

    private void PrintInsights()
    {
        _sheet.Heading("Insights");
        foreach (var (mark, text) in BenchInsights.Of(_log))
        {
            _sheet.Insight(mark, text);
        }
    }

    private void PrintReference()
    {
        if (ReferenceRun.For(_log) is not { } reference)
        {
            return;
        }

        const int Column = 16;
        var summary = _log.Summary;
        _sheet.Heading("Beside the published run of this configuration");
        _sheet.Columns("", ["published", "here"], Column, StyledText.Faint);
        Compare("hit rate", Figures.Percent, reference.HitRatePercent, summary.CacheHitRatePercent);
        Compare("reads", Figures.Count, reference.Reads, summary.Reads);
        Compare("hits", Figures.Count, reference.Hits, summary.CacheHits);
        Compare("duration", Figures.Span, reference.DurationSeconds, summary.TotalDurationSeconds);
        Compare("throughput", Figures.Rate, reference.QueriesPerSecond, summary.QueriesPerSecond);
        _sheet.Text.Sentence(
            "Hit rates follow from the workload and should agree; "
            + "times are of other machines, another cache and another database.",
            _sheet.Width,
            indent: 2,
            StyledText.Faint);

        void Compare(string label, Func<double, string> figure, double published, double here) =>
            _sheet.Columns(label, [figure(published), figure(here)], Column);
    }

    private string TimeToLive() =>
        _log.TestConfig.TtlMs >= 1000 ? Figures.Span(_log.TestConfig.TtlMs / 1000.0) : $"{_log.TestConfig.TtlMs} ms";

    private static string StartState(RunFacts run)
    {
        var how = run.Warm ? "warmed" : run.Flushed ? "emptied" : null;
        var held = run.EntriesAtStart is { } entries ? $"{Figures.Count(entries)} entries at the start" : null;
        var state = string.Join(", ", new[] { how, held }.OfType<string>());
        return state.Length > 0 ? $" ({state})" : "";
    }

    private static string Speedup(double? factor) => factor switch
    {
        null => "–",
        >= 1 => $"{Figures.Factor(factor.Value)} faster",
        _ => $"{Figures.Factor(1 / factor.Value)} slower",
    };
}
