using Spectre.Console;

namespace Strata.Lab;

/// <summary>The five charts of a run, in the terminal.</summary>
internal sealed class RunPlots(IAnsiConsole console, RunLog log)
{
    // Past this a line is too long to follow with the eye.
    private const int WidthMax = 140;
    private const int BarRowsMax = 24;

    private readonly int _width = Math.Clamp(console.Profile.Width, 40, WidthMax);

    /// <summary>Whether there are two points at least; says so if not.</summary>
    public bool AreWorthDrawing()
    {
        if (log.TimeSeriesMetrics.Count >= 2)
        {
            return true;
        }

        console.Write(new StyledText().Sentence(
            "Nothing to draw: charts need two seconds at least, and this log has one.", _width, 0, StyledText.Fair));
        return false;
    }

    public void Draw()
    {
        if (TimeSlots.AreLatenciesApart(log))
        {
            DrawLatency("1  Database latency", s => s.DatabaseLatency, "No database call was made in this run.");
            DrawLatency("2  Cache-hit latency", s => s.HitLatency, "The cache answered nothing in this run.");
            DrawAverages();
        }
        else
        {
            DrawLatency("1–3  Latency of whole operations", s => s.Operations, "No operation was timed.");
            console.Write(new StyledText().Sentence(
                "This log does not time cache hits and database calls apart, so their three charts cannot be drawn. "
                + "What is shown is whole operations: hits, misses and writes together.",
                _width,
                indent: 3));
        }

        DrawThroughput();
        DrawHitRate();
    }

    private void DrawLatency(string title, Func<TimeSlot, LatencySpan?> latency, string otherwise)
    {
        var slots = TimeSlots.Of(log, LatencyChart.SlotsMax(_width));
        if (!Open(title, slots, slots.All.Any(s => latency(s) is not null), otherwise, out var page))
        {
            return;
        }

        new LatencyChart(slots, _width).Draw(
            page,
            [
                new Track("max", '┬', StyledText.Poor, s => latency(s)?.MaxUs),
                new Track("min", '┴', StyledText.Good, s => latency(s)?.MinUs),
                new Track("average", '●', StyledText.Bold, s => latency(s)?.AvgUs, Joined: true),
            ],
            stems: true);
        console.Write(page);
    }

    private void DrawAverages()
    {
        var slots = TimeSlots.Of(log, LatencyChart.SlotsMax(_width));
        var any = slots.All.Any(s => s.DatabaseLatency is not null || s.HitLatency is not null);
        if (!Open("3  Database against cache, averages", slots, any, "Nothing was timed.", out var page))
        {
            return;
        }

        new LatencyChart(slots, _width).Draw(
            page,
            [
                new Track("database", '◆', new Style(Color.Blue), s => s.DatabaseLatency?.AvgUs, Joined: true),
                new Track("cache hit", '●', StyledText.Good, s => s.HitLatency?.AvgUs, Joined: true),
            ],
            stems: false);
        console.Write(page);
    }

    private void DrawThroughput()
    {
        var fine = TimeSlots.Of(log, _width - 2);
        Open("4  Throughput", fine, true, "", out var page);
        var finePeak = Math.Max(fine.All.Max(s => s.PerSecond), double.Epsilon);
        page.Line(" " + BarChart.Sparkline(fine.All.Select(s => s.PerSecond), finePeak, _width - 2), StyledText.Good)
            .Line();
        var slots = TimeSlots.Of(log, BarRowsMax);
        var peak = Math.Max(slots.All.Max(s => s.PerSecond), double.Epsilon);
        BarChart.Draw(page, _width, [.. slots.All.Select(s => ThroughputRow(s, peak))]);
        page.Sentence(
            $"{Averaged(slots)}Percent of the peak: green over 80, yellow over 50. "
            + "The first and the last second are rarely whole.",
            _width,
            indent: 1,
            StyledText.Faint);
        console.Write(page);
    }

    private static (string, string, double, string, Style) ThroughputRow(TimeSlot slot, double peak)
    {
        var share = slot.PerSecond / peak;
        var style = share > 0.8 ? StyledText.Good : share > 0.5 ? StyledText.Fair : StyledText.Poor;
        var remark = slot.Count > 0 ? $"{100 * share:0} %" : "none";
        return (Figures.Span(slot.StartSecond), Figures.Rate(slot.PerSecond), share, remark, style);
    }

    private void DrawHitRate()
    {
        var slots = TimeSlots.Of(log, BarRowsMax);
        var any = slots.All.Any(s => s.HitRatePercent is not null);
        if (!Open("5  Hit rate", slots, any, "Nothing was read in this run.", out var page, isRows: true))
        {
            return;
        }

        BarChart.Draw(page, _width, [.. slots.All.Select(HitRateRow)]);
        page.Line($" {Averaged(slots)}✓ over 95 %   ○ over 80 %   ! below", StyledText.Faint);
        console.Write(page);
    }

    private static (string, string, double, string, Style) HitRateRow(TimeSlot slot)
    {
        var label = Figures.Span(slot.StartSecond);
        if (slot.HitRatePercent is not { } rate)
        {
            return (label, "–", 0, "no reads", StyledText.Faint);
        }

        var (mark, style) = rate switch
        {
            > 95 => ('✓', StyledText.Good),
            > 80 => ('○', StyledText.Fair),
            _ => ('!', StyledText.Poor),
        };
        var remark = $"{Figures.Count(slot.Hits)} of {Figures.Count(slot.Hits + slot.Misses)}";
        return (label, $"{mark} {Figures.Percent(rate)}", rate / 100, remark, style);
    }

    private bool Open(
        string title, TimeSlots slots, bool any, string otherwise, out StyledText page, bool isRows = false)
    {
        page = new StyledText().Line().Add(title, StyledText.Bold);
        page.Line(
            slots.SecondsPerSlot > 1 && !isRows ? $"   a column is {Figures.Span(slots.SecondsPerSlot)}" : "",
            StyledText.Faint);
        if (!any)
        {
            console.Write(page.Line("   " + otherwise));
        }

        return any;
    }

    private static string Averaged(TimeSlots slots) =>
        slots.SecondsPerSlot > 1 ? $"A row is {Figures.Span(slots.SecondsPerSlot)}. " : "";
}
