namespace Strata.Lab.Traces;

/// <summary>One figure to be found: a column at a size of a trace.</summary>
/// <param name="Trace">The trace.</param>
/// <param name="Result">Where the figure goes.</param>
/// <param name="Row">The place of the size.</param>
/// <param name="Column">The place of the column.</param>
internal sealed record TraceCell(Trace Trace, TraceResult Result, int Row, int Column)
{
    /// <summary>What is being found, in words.</summary>
    public string InWords =>
        $"{Trace.Name}, {Result.Columns[Column].Name} at {Figures.Count(Result.Sizes[Row])}";

    /// <summary>Finds the figure.</summary>
    public void Replay(IProgress<long> watch, CancellationToken cancellationToken)
    {
        var hits = Result.Columns[Column].Hits(Trace, Result.Sizes[Row], watch, cancellationToken);
        Result.Percent[Row][Column] = 100.0 * hits / Trace.Requests;
    }
}
