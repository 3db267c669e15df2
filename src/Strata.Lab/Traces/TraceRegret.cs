namespace Strata.Lab.Traces;

/// <summary>
/// How far a policy stays behind the best of each row, in percentage points: what choosing it costs where
/// another would have been right.
/// </summary>
/// <param name="Column">The policy.</param>
/// <param name="Mean">The mean over all rows.</param>
/// <param name="Worst">The largest.</param>
/// <param name="WorstTrace">The trace where that was.</param>
/// <param name="WorstSize">The size where that was.</param>
internal sealed record TraceRegret(TraceColumn Column, double Mean, double Worst, string WorstTrace, int WorstSize)
{
    /// <summary>The regret of each policy over all traces, the smallest mean first.</summary>
    public static IReadOnlyList<TraceRegret> Of(IReadOnlyList<TraceResult> results)
    {
        var columns = results[0].Columns;
        return
        [
            .. Enumerable.Range(0, columns.Count).Where(i => !columns[i].IsBound)
                .Select(i => Of(results, i)).OrderBy(regret => regret.Mean),
        ];
    }

    private static TraceRegret Of(IReadOnlyList<TraceResult> results, int column)
    {
        var cells = results.SelectMany(result => result.Sizes.Select((size, row) => (
            Regret: result.BestPercent(row) - result.Percent[row][column], result.Name, Size: size))).ToArray();
        var worst = cells.MaxBy(cell => cell.Regret);
        return new(
            results[0].Columns[column], cells.Average(cell => cell.Regret), worst.Regret, worst.Name, worst.Size);
    }
}
