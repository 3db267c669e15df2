namespace Strata.Lab.Traces;

/// <summary>The hit ratios of one trace, by size and column.</summary>
/// <param name="Name">The trace's name.</param>
/// <param name="Requests">How many requests it holds.</param>
/// <param name="Distinct">For how many keys.</param>
/// <param name="CeilingPercent">The hit ratio of a cache without end.</param>
/// <param name="Sizes">The sizes, rising.</param>
/// <param name="Columns">What was replayed; the optimum is the last.</param>
/// <param name="Percent">The hit ratio by size, then by column.</param>
internal sealed record TraceResult(
    string Name,
    int Requests,
    int Distinct,
    double CeilingPercent,
    IReadOnlyList<int> Sizes,
    IReadOnlyList<TraceColumn> Columns,
    double[][] Percent)
{
    /// <summary>The best hit ratio of a row among what does not know the future.</summary>
    public double BestPercent(int row) =>
        Columns.Select((column, i) => column.IsBound ? double.NegativeInfinity : Percent[row][i]).Max();

    /// <summary>Whether a figure is its row's best, as far as two digits after the point tell.</summary>
    public bool IsBest(int row, int column) =>
        !Columns[column].IsBound && Math.Round(Percent[row][column], 2) >= Math.Round(BestPercent(row), 2);
}
