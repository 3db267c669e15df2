using System.Globalization;
using Spectre.Console;

namespace Strata.Lab.Traces;

/// <summary>
/// The results in the terminal: for each trace a table and a curve, then what each policy cost on average.
/// </summary>
internal sealed class TraceReport(IAnsiConsole console)
{
    private const int WidthMax = 140;
    private const string BestMark = "*";

    // Different shapes, so that colour is not needed.
    private const string Glyphs = "●▲■◆○△□◇+x#%";

    private static readonly Color[] Colours =
    [
        Color.Green, Color.Blue, Color.Yellow, Color.Fuchsia, Color.Aqua, Color.Red, Color.Grey,
    ];

    private readonly int _width = Math.Clamp(console.Profile.Width, 40, WidthMax);

    public void Print(IReadOnlyList<TraceResult> results)
    {
        var page = new StyledText();
        foreach (var result in results)
        {
            page.Line().Add(result.Name, StyledText.Bold).Line(
                $"  {Figures.Count(result.Requests)} requests for {Figures.Count(result.Distinct)} keys");
            page.Line("Hit ratio in percent", StyledText.Faint);
            PrintTable(page, result);
            if (result.Sizes.Count > 1)
            {
                page.Line();
                new CurveChart(result.Sizes, _width).Draw(page, Curves(result));
            }
        }

        PrintRegret(page, TraceRegret.Of(results));
        console.Write(page);
    }

    private void PrintTable(StyledText page, TraceResult result)
    {
        string[] sizes = ["", "size", .. result.Sizes.Select(size => Figures.Count(size))];
        var label = sizes.Max(size => size.Length) + 1;
        var columns = result.Columns.Select((column, i) => Column(result, column, i))
            .Append(["", "ceiling ", .. result.Sizes.Select(_ => Cell(result.CeilingPercent, false))])
            .ToList();

        // Columns that do not fit beside the others stand below them, with the sizes again.
        while (columns.Count > 0)
        {
            var used = label;
            var fit = columns.TakeWhile(cells => (used += Width(cells)) <= _width).ToList();
            fit = fit.Count > 0 ? fit : [columns[0]];
            PrintBlock(page, sizes, label, fit);
            columns.RemoveRange(0, fit.Count);
        }

        page.Line(
            $"{BestMark} the best of its row; OPT knows the future; no cache exceeds the ceiling", StyledText.Faint);
    }

    /// <summary>Two lines of heading, since the references' names are long, then the figures.</summary>
    private static string[] Column(TraceResult result, TraceColumn column, int i)
    {
        var isReference = column.Name.EndsWith(TraceColumn.ReferenceSuffix, StringComparison.Ordinal);
        return
        [
            isReference ? column.Name[..^TraceColumn.ReferenceSuffix.Length] + " " : "",
            isReference ? TraceColumn.ReferenceSuffix.Trim() + " " : column.Name + " ",
            .. result.Percent.Select((row, at) => Cell(row[i], result.IsBest(at, i))),
        ];
    }

    private static int Width(string[] cells) => cells.Max(cell => cell.Length) + 1;

    private static void PrintBlock(StyledText page, string[] sizes, int label, List<string[]> columns)
    {
        var first = columns.All(cells => cells[0].Length == 0) ? 1 : 0;
        for (var row = first; row < sizes.Length; row++)
        {
            page.Add(sizes[row].PadLeft(label), StyledText.Faint);
            foreach (var cells in columns)
            {
                var isBest = cells[row].EndsWith(BestMark, StringComparison.Ordinal);
                page.Add(
                    cells[row].PadLeft(Width(cells)),
                    row <= 1 ? StyledText.Faint : isBest ? StyledText.Good : StyledText.Plain);
            }

            page.Line();
        }
    }

    private static string Cell(double percent, bool isBest) =>
        percent.ToString("0.00", CultureInfo.InvariantCulture) + (isBest ? BestMark : " ");

    private static Curve[] Curves(TraceResult result) =>
    [
        .. result.Columns.Select((column, i) => new Curve(
            column.Name,
            column.IsBound ? '─' : Glyphs[i % Glyphs.Length],
            column.IsBound ? StyledText.Faint : new Style(Colours[i % Colours.Length]),
            [.. result.Percent.Select(row => row[i])])),
    ];

    private void PrintRegret(StyledText page, IReadOnlyList<TraceRegret> regrets)
    {
        page.Line().Line("What a policy costs", StyledText.Bold);
        page.Sentence(
            "Points behind the best policy of the row, over all rows: the mean, and the worst with its place.",
            _width,
            indent: 0,
            StyledText.Faint);
        var label = regrets.Max(regret => regret.Column.Name.Length);
        foreach (var regret in regrets)
        {
            page.Add($"  {regret.Column.Name.PadRight(label)}", regret.Column.IsDefault ? StyledText.Bold : null)
                .Add(Points(regret.Mean).PadLeft(8))
                .Add(Points(regret.Worst).PadLeft(8))
                .Line(
                    regret.Worst > 0 ? $"  {regret.WorstTrace} at {Figures.Count(regret.WorstSize)}" : "",
                    StyledText.Faint);
        }

        page.Sentence(Verdict(regrets), _width, indent: 0);
    }

    private static string Verdict(IReadOnlyList<TraceRegret> regrets)
    {
        var best = regrets[0];
        var first = regrets.Where(regret => Points(regret.Mean) == Points(best.Mean)).ToArray();
        if (first.Length == regrets.Count && first.Length > 1)
        {
            return "All policies did the same here.";
        }

        var names = first.Length > 2
            ? $"{best.Column.Name} and {first.Length - 1} others"
            : string.Join(" and ", first.Select(regret => regret.Column.Name));
        return $"{names} did best on average: {Points(best.Mean)} points behind the best of each row, "
            + $"{Points(first.Max(regret => regret.Worst))} at worst.";
    }

    private static string Points(double points) => points.ToString("0.00", CultureInfo.InvariantCulture);
}
