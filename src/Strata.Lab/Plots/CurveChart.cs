using System.Globalization;

namespace Strata.Lab;

/// <summary>
/// Percentages over sizes in characters. The sizes stand on a logarithmic axis; where curves meet, the first one's mark
/// is seen.
/// </summary>
internal sealed class CurveChart(IReadOnlyList<int> sizes, int width)
{
    private const int Rows = 16;
    private const int Gutter = 7;

    private readonly int _columns = Math.Max(20, width - Gutter - 1);

    public void Draw(StyledText page, IReadOnlyList<Curve> curves)
    {
        var values = curves.SelectMany(curve => curve.Values).ToArray();
        var step = (values.Max() - values.Min()) switch
        {
            > 50 => 20,
            > 20 => 10,
            > 8 => 5,
            _ => 2,
        };
        var bottom = Math.Floor(values.Min() / step) * step;
        var top = Math.Max(bottom + step, Math.Ceiling(values.Max() / step) * step);
        int RowOf(double percent) => (int)Math.Round((percent - bottom) / (top - bottom) * (Rows - 1));

        var grid = new CellGrid(Rows, _columns);
        foreach (var curve in curves.Reverse())
        {
            Draw(grid, curve, RowOf);
        }

        var labels = new Dictionary<int, double>();
        for (var percent = bottom; percent <= top; percent += step)
        {
            labels[RowOf(percent)] = percent;
        }

        grid.Print(page, Gutter, row => labels.TryGetValue(row, out var percent)
            ? string.Create(CultureInfo.InvariantCulture, $"{percent:0} %")
            : "");
        PrintSizes(page);
        PrintLegend(page, curves);
    }

    private void Draw(CellGrid grid, Curve curve, Func<double, int> rowOf)
    {
        for (var i = 1; i < sizes.Count; i++)
        {
            grid.Join(
                rowOf(curve.Values[i - 1]), ColumnOf(i - 1), rowOf(curve.Values[i]), ColumnOf(i), curve.Style);
        }

        for (var i = 0; i < sizes.Count; i++)
        {
            grid.Put(rowOf(curve.Values[i]), ColumnOf(i), curve.Glyph, curve.Style);
        }
    }

    private int ColumnOf(int place)
    {
        const int Margin = 3;
        var span = Math.Log(sizes[^1]) - Math.Log(sizes[0]);
        var share = span > 0 ? (Math.Log(sizes[place]) - Math.Log(sizes[0])) / span : 0.5;
        return Margin + (int)Math.Round(share * (_columns - 1 - (2 * Margin)));
    }

    private void PrintSizes(StyledText page)
    {
        var line = new char[_columns];
        Array.Fill(line, ' ');
        var free = 0;
        for (var i = 0; i < sizes.Count; i++)
        {
            var label = Figures.Count(sizes[i]);
            var start = Math.Clamp(ColumnOf(i) - (label.Length / 2), 0, Math.Max(0, _columns - label.Length));
            if (start >= free && start + label.Length <= _columns)
            {
                label.CopyTo(line.AsSpan(start));
                free = start + label.Length + 2;
            }
        }

        page.Line(new string(' ', Gutter + 1) + new string(line).TrimEnd(), StyledText.Faint);
    }

    private void PrintLegend(StyledText page, IReadOnlyList<Curve> curves)
    {
        var used = 0;
        page.Add(new string(' ', Gutter + 1));
        foreach (var curve in curves)
        {
            var length = curve.Name.Length + 5;
            if (used > 0 && used + length > _columns)
            {
                page.Line().Add(new string(' ', Gutter + 1));
                used = 0;
            }

            page.Add(curve.Glyph.ToString(), curve.Style).Add($" {curve.Name}   ");
            used += length;
        }

        page.Line("entries, on a logarithmic axis", StyledText.Faint);
    }
}
