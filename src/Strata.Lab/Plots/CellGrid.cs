using Spectre.Console;

namespace Strata.Lab;

/// <summary>A chart's area as characters: row 0 at the bottom, column 0 at the left.</summary>
internal sealed class CellGrid(int rows, int columns)
{
    private readonly (char Glyph, Style Style)[,] _cells = new (char, Style)[rows, columns];

    public void Put(int row, int column, char glyph, Style style) => _cells[row, column] = (glyph, style);

    /// <summary>Dots from one mark to the next, both left free.</summary>
    public void Join(int fromRow, int fromColumn, int toRow, int toColumn, Style style)
    {
        var gap = toColumn - fromColumn;
        for (var x = 1; x < gap; x++)
        {
            var row = (int)Math.Round(fromRow + ((toRow - fromRow) * x / (double)gap));
            Put(row, fromColumn + x, '·', style);
        }
    }

    /// <summary>Prints the rows from the top, each behind its label and the axis.</summary>
    /// <param name="page">Where they go.</param>
    /// <param name="gutter">The columns before the area: the labels and the axis.</param>
    /// <param name="labelOf">The label of a row; empty for none.</param>
    public void Print(StyledText page, int gutter, Func<int, string> labelOf)
    {
        for (var row = rows - 1; row >= 0; row--)
        {
            var label = labelOf(row);
            page.Add(label.PadLeft(gutter - 1) + (label.Length > 0 ? " ┤" : " │"), StyledText.Faint);
            for (var column = 0; column < columns; column++)
            {
                var (glyph, style) = _cells[row, column];
                page.Add(glyph == 0 ? " " : glyph.ToString(), style);
            }

            page.Line();
        }

        page.Line(new string(' ', gutter) + "└" + new string('─', columns), StyledText.Faint);
    }
}
