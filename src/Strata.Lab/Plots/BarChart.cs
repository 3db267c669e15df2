using Spectre.Console;

namespace Strata.Lab;

/// <summary>Rows of horizontal bars in characters, an eighth of a column fine.</summary>
internal static class BarChart
{
    private const string Eighths = " ▏▎▍▌▋▊▉";
    private const string Levels = "▁▂▃▄▅▆▇█";

    /// <summary>
    /// A bar of a share of <paramref name="columns"/>, filled up with blanks to that width.
    /// </summary>
    public static string Bar(double share, int columns)
    {
        var eighths = (int)Math.Round(Math.Clamp(double.IsNaN(share) ? 0 : share, 0, 1) * columns * 8);
        var bar = new string('█', eighths / 8);
        if (eighths % 8 > 0)
        {
            bar += Eighths[eighths % 8];
        }

        // What is not nothing is seen.
        return (share > 0 && eighths == 0 ? "▏" : bar).PadRight(columns);
    }

    /// <summary>
    /// A row of small columns, one a value and as high as its share of the peak, widened to fill
    /// the room.
    /// </summary>
    public static string Sparkline(IEnumerable<double> values, double peak, int columnsMax)
    {
        var levels = values.Select(v => v <= 0 ? ' ' : Levels[(int)Math.Clamp(v / peak * 8, 0, 7)]).ToArray();
        var widened = Math.Clamp(columnsMax / levels.Length, 1, 6);
        return string.Concat(levels.Select(level => new string(level, widened)));
    }

    /// <summary>Prints rows of label, figure, bar and remark in aligned columns.</summary>
    public static void Draw(
        StyledText page,
        int width,
        IReadOnlyList<(string Label, string Figure, double Share, string Remark, Style Style)> rows)
    {
        var label = rows.Max(r => r.Label.Length);
        var figure = rows.Max(r => r.Figure.Length);
        var remark = rows.Max(r => r.Remark.Length);
        var bar = Math.Clamp(width - label - figure - remark - 7, 8, 60);
        foreach (var row in rows)
        {
            page.Add($" {row.Label.PadLeft(label)}  ", StyledText.Faint)
                .Add($"{row.Figure.PadLeft(figure)}  ")
                .Add(Bar(row.Share, bar), row.Style)
                .Line("  " + row.Remark.PadLeft(remark), StyledText.Faint);
        }
    }
}
