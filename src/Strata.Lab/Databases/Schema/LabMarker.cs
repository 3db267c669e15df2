namespace Strata.Lab.Databases.Schema;

/// <summary>
/// The mark a finished flight database carries: the version of its schema, its seed, and the rows each
/// table was given. It is written last, in the transaction that makes the data.
/// </summary>
internal static class LabMarker
{
    public const string Table = "lab_marker";

    public const string CreateTable =
        $"CREATE TABLE {Table} (name TEXT NOT NULL PRIMARY KEY, value INTEGER NOT NULL)";

    public const string Insert = $"INSERT INTO {Table} (name, value) VALUES (@name, @value)";

    public const string Select = $"SELECT name, value FROM {Table}";

    /// <summary>The number of the latest booking.</summary>
    public const string LastBooking = "SELECT MAX(booking_id) FROM booking";

    /// <summary>Takes away the bookings after one; the generated ones stay.</summary>
    public static string DeleteBookingsAfter(long? booking) =>
        $"DELETE FROM booking WHERE booking_id > {Math.Max(booking ?? 0, PassengerTables.Bookings)}";

    /// <summary>One row a table, in the order of the schema: its name and its count of rows.</summary>
    public static string CountRows { get; } = string.Join(
        " UNION ALL ",
        FlightSchema.Tables.Select((table, place) =>
            $"SELECT '{table.Name}', COUNT(*), {place} FROM {table.Name}")) + " ORDER BY 3";

    private const string Version = "schema_version";
    private const string Seed = "seed";

    /// <summary>The mark of the data that this program makes from a seed.</summary>
    public static IReadOnlyDictionary<string, int> For(int seed)
    {
        var marks = new Dictionary<string, int> { [Version] = FlightSchema.Version, [Seed] = seed };
        foreach (var table in FlightSchema.Tables)
        {
            marks[RowsOf(table.Name)] = table.Rows;
        }

        return marks;
    }

    /// <summary>What sets a mark that was found apart from the one wanted, or null when they agree.</summary>
    public static string? Difference(IReadOnlyDictionary<string, int> found, int seed)
    {
        foreach (var (name, wanted) in For(seed))
        {
            if (!found.TryGetValue(name, out var value))
            {
                return $"its mark lacks {name}";
            }

            if (value != wanted)
            {
                return $"its {name} is {value}, and {wanted} is wanted";
            }
        }

        return null;
    }

    private static string RowsOf(string table) => $"rows_of_{table}";
}
