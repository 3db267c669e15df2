namespace Strata.Lab.Databases;

/// <summary>What preparing a flight database came to.</summary>
/// <param name="Tables">
/// The rows of each table, counted after preparation, in the order of the schema.
/// </param>
/// <param name="MadeNow">True when the data was made by this call, false when it was there.</param>
/// <param name="Duration">How long preparation took, checks included.</param>
/// <param name="Note">
/// A sentence people should see, such as that a damaged file was made anew; else null.
/// </param>
public sealed record FlightDataSummary(
    IReadOnlyList<TableRows> Tables,
    bool MadeNow,
    TimeSpan Duration,
    string? Note)
{
    /// <summary>The rows of all tables together.</summary>
    public long TotalRows => Tables.Sum(table => table.Rows);
}
