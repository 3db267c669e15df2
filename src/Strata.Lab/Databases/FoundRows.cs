using Strata.Lab.Databases.Schema;

namespace Strata.Lab.Databases;

/// <summary>What a look into existing data found: its rows, or why they cannot be used.</summary>
internal sealed record FoundRows(IReadOnlyList<TableRows> Tables, string? Fault)
{
    public static FoundRows Faulty(string fault) => new([], fault);

    /// <summary>
    /// Rows that were counted, and a fault when a table has more or fewer than it was given; runs add bookings.
    /// </summary>
    public static FoundRows Checked(IReadOnlyList<TableRows> tables)
    {
        var wrong = tables.Zip(FlightSchema.Tables).FirstOrDefault(pair =>
            pair.First.Rows < pair.Second.Rows
            || (pair.First.Rows > pair.Second.Rows && pair.Second != PassengerTables.Booking));
        var fault = wrong.Second is { } table
            ? $"its table {table.Name} has {wrong.First.Rows} rows instead of {table.Rows}"
            : null;
        return new FoundRows(tables, fault);
    }
}
