using Spectre.Console;

namespace Strata.Lab;

/// <summary>
/// The form of a report in the terminal: headings, labelled figures, shares as bars, insights.
/// </summary>
internal sealed class FigureSheet(int consoleWidth)
{
    public const int LabelColumns = 22;

    private const int BarColumns = 30;

    // Past this a sentence is too long to read.
    private const int WidthMax = 100;

    public StyledText Text { get; } = new();

    public int Width { get; } = Math.Clamp(consoleWidth, 40, WidthMax);

    public void Heading(string title) => Text.Line().Line(title, StyledText.Bold);

    public void Row(string label, string value, Style? style = null) =>
        Text.Add($"  {label,-LabelColumns}", StyledText.Faint).Line(value, style);

    public void Share(string label, double part, double whole, Style style)
    {
        var share = whole > 0 ? part / whole : 0;
        Text.Add($"  {label,-LabelColumns}", StyledText.Faint)
            .Add(BarChart.Bar(share, BarColumns), style)
            .Line($" {Figures.Percent(100 * share),8}  {Figures.Count(part)}");
    }

    /// <summary>A row of a table: a label and right-aligned figures.</summary>
    public void Columns(string label, IEnumerable<string> figures, int width, Style? style = null) =>
        Text.Add($"  {label,-LabelColumns}", StyledText.Faint)
            .Line(string.Concat(figures.Select(f => f.PadLeft(width))).TrimEnd(), style);

    /// <summary>A judgement: ✓ good, ○ fair, ! poor, · advice.</summary>
    public void Insight(char mark, string text)
    {
        Text.Add($"  {mark} ", mark switch
        {
            '✓' => StyledText.Good,
            '○' => StyledText.Fair,
            '!' => StyledText.Poor,
            _ => StyledText.Faint,
        });
        Text.Sentence(text, Width, indent: 4, startsAt: 4);
    }
}
