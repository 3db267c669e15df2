using Strata.Lab.Databases.Schema;

namespace Strata.Lab.Databases;

/// <summary>What a look into existing data found: its rows, or why they cannot be used.</summary>
internal sealed record FoundRows(IReadOnlyList<TableRows> Tables, long BookingsTakenAway, string? Fault)
{
    public static FoundRows Faulty(string fault) => new([], 0, fault);

    /// <summary>Rows that were counted, and a fault when a table has more or fewer than it was given.</summary>
    public static FoundRows Checked(long bookingsTakenAway, IReadOnlyList<TableRows> tables)
    {
        var wrong = tables.Zip(FlightSchema.Tables).FirstOrDefault(pair => pair.First.Rows != pair.Second.Rows);
        var fault = wrong.Second is { } table
            ? $"its table {table.Name} has {wrong.First.Rows} rows instead of {table.Rows}"
            : null;
        return new FoundRows(tables, bookingsTakenAway, fault);
    }
}
