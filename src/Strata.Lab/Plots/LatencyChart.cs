namespace Strata.Lab;

/// <summary>
/// A chart of latencies over time in characters: marks by slot on a logarithmic axis, a stem from the lowest
/// to the highest mark of a slot, dotted lines along averages.
/// </summary>
internal sealed class LatencyChart(TimeSlots slots, int width)
{
    private const int Rows = 11;
    private const int Gutter = 10;
    private const int StepMax = 8;

    // From one label of the time axis to the next.
    private const int LabelColumns = 12;

    // Slots are a whole number of columns apart: an uneven rhythm would look like something in the run.
    private readonly int _columns = slots.All.Count * Math.Clamp((width - Gutter - 1) / slots.All.Count, 1, StepMax);

    /// <summary>How many slots of time fit a chart of that width.</summary>
    public static int SlotsMax(int width) => Math.Max(2, width - Gutter - 1);

    public void Draw(StyledText page, IReadOnlyList<Track> tracks, bool stems)
    {
        var values = slots.All.SelectMany(s => tracks.Select(t => t.Value(s))).OfType<double>().ToArray();
        var scale = new LogScale(values, Rows);
        var cells = new CellGrid(Rows, _columns);
        foreach (var track in tracks.Where(t => t.Joined))
        {
            Join(cells, scale, track);
        }

        for (var i = 0; i < slots.All.Count; i++)
        {
            Mark(cells, scale, tracks, i, stems);
        }

        var ticks = scale.Ticks();
        cells.Print(page, Gutter, row => ticks.TryGetValue(row, out var value) ? Figures.Tick(value) : "");
        PrintTime(page);
        PrintLegend(page, tracks);
    }

    private int ColumnOf(int slot) => (int)((slot + 0.5) * _columns / slots.All.Count);

    private void Join(CellGrid cells, LogScale scale, Track track)
    {
        for (var i = 1; i < slots.All.Count; i++)
        {
            if (track.Value(slots.All[i - 1]) is not { } from || track.Value(slots.All[i]) is not { } to)
            {
                continue;
            }

            cells.Join(scale.RowOf(from), ColumnOf(i - 1), scale.RowOf(to), ColumnOf(i), track.Style);
        }
    }

    private void Mark(CellGrid cells, LogScale scale, IReadOnlyList<Track> tracks, int slot, bool stems)
    {
        var column = ColumnOf(slot);
        var marks = tracks
            .Select(t => (Track: t, Value: t.Value(slots.All[slot])))
            .Where(m => m.Value is not null)
            .Select(m => (m.Track, Row: scale.RowOf(m.Value!.Value)))
            .ToArray();
        if (stems && marks.Length > 0)
        {
            for (var row = marks.Min(m => m.Row); row <= marks.Max(m => m.Row); row++)
            {
                cells.Put(row, column, '│', StyledText.Faint);
            }
        }

        foreach (var (track, row) in marks)
        {
            cells.Put(row, column, track.Glyph, track.Style);
        }
    }

    private void PrintTime(StyledText page)
    {
        var line = new char[_columns];
        Array.Fill(line, ' ');
        var between = TimeSlots.RoundUp(slots.TotalSeconds * LabelColumns / _columns);
        for (var i = 0; i < slots.All.Count; i++)
        {
            var start = slots.All[i].StartSecond;
            var label = Figures.Span(start);
            var column = Math.Max(0, ColumnOf(i) - 1);
            if (start % between < slots.SecondsPerSlot && column + label.Length <= _columns)
            {
                label.CopyTo(line.AsSpan(column));
            }
        }

        page.Line(new string(' ', Gutter + 1) + new string(line).TrimEnd(), StyledText.Faint);
    }

    private static void PrintLegend(StyledText page, IReadOnlyList<Track> tracks)
    {
        page.Add(new string(' ', Gutter + 1));
        foreach (var track in tracks)
        {
            page.Add(track.Glyph.ToString(), track.Style).Add($" {track.Name}   ");
        }

        page.Line("logarithmic axis", StyledText.Faint);
    }
}
