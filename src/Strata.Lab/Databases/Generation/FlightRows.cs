using Strata.Lab.Databases.Schema;

namespace Strata.Lab.Databases.Generation;

/// <summary>Writes the generated rows of table after table, saying how far it has come.</summary>
internal sealed class FlightRows(
    FlightPlan plan, IProgress<PreparationProgress>? progress, CancellationToken ct)
{
    private const int RowsPerReport = 2_000;

    private long _done;

    /// <summary>Writes all rows of a table.</summary>
    /// <exception cref="OperationCanceledException">The work was ended.</exception>
    public void Write(Table table, IRowWriter rows)
    {
        var writeRow = table.Generate(plan, SplitMix64.For(plan.Seed, table.Name));
        for (var index = 0; index < table.Rows; index++)
        {
            if (index % RowsPerReport == 0)
            {
                Report(table.Name);
            }

            rows.StartRow();
            writeRow(index, rows);
            rows.EndRow();
            _done++;
        }
    }

    public void Report(string step)
    {
        ct.ThrowIfCancellationRequested();
        progress?.Report(new PreparationProgress(step, _done, FlightSchema.TotalRows));
    }
}
