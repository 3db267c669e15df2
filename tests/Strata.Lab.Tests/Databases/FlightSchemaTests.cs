using Strata.Lab.Databases.Generation;
using Strata.Lab.Databases.Schema;

namespace Strata.Lab.Tests.Databases;

public sealed class FlightSchemaTests
{
    private static readonly string[] Names =
    [
        "airline", "airplane", "airplane_type", "airport", "airport_geo", "airport_reachable", "booking",
        "employee", "flight", "flight_log", "flightschedule", "passenger", "passengerdetails", "weatherdata",
    ];

    public static TheoryData<string> TableNames => [.. Names];

    [Fact]
    public void There_are_the_fourteen_tables_of_the_flight_bookings() =>
        Assert.Equal(Names, FlightSchema.Tables.Select(table => table.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void A_table_comes_after_those_it_refers_to()
    {
        var before = new HashSet<string>();
        foreach (var table in FlightSchema.Tables)
        {
            Assert.All(table.Columns.Where(c => c.References is not null), c => Assert.Contains(c.References!, before));
            before.Add(table.Name);
        }
    }

    [Theory, MemberData(nameof(TableNames))]
    public void A_row_has_a_value_of_the_right_type_for_every_column(string name)
    {
        var table = FlightSchema.Tables.Single(t => t.Name == name);
        var rows = GeneratedFlights.Rows(table);
        Assert.Equal(table.Rows, rows.Count);
        foreach (var row in rows)
        {
            Assert.Equal(table.Columns.Count, row.Length);
            foreach (var (column, value) in table.Columns.Zip(row))
            {
                Assert.True(Fits(column, value), $"{name}.{column.Name} holds {value ?? "null"}");
            }
        }
    }

    // Whoever changes a generated row changes FlightSchema.Version with it, and then this number.
    [Fact]
    public void The_rows_of_version_1_and_seed_1_are_these()
    {
        Assert.Equal(1, FlightSchema.Version);
        var sum = FlightSchema.Tables.Aggregate(0UL, (sum, table) => (sum * 31) + GeneratedFlights.Checksum(table));
        Assert.Equal("4DA7433E3DB2A5EE", sum.ToString("X16"));
    }

    [Fact]
    public void Another_seed_gives_other_rows() =>
        Assert.NotEqual(
            GeneratedFlights.Checksum(PassengerTables.Booking), GeneratedFlights.Checksum(PassengerTables.Booking, seed: 2));

    [Fact]
    public void SplitMix64_draws_the_published_numbers()
    {
        var random = new SplitMix64(1234567);
        Assert.Equal(
            (6457827717110365317UL, 3203168211198807973UL, 9817491932198370423UL),
            (random.Next(), random.Next(), random.Next()));
    }

    [Fact]
    public void Passengers_have_the_ids_4_to_34999_and_bookings_of_very_different_number()
    {
        var counts = GeneratedFlights.AllAnswers.ToDictionary(a => a.PassengerId, a => a.BookingCount);
        Assert.Equal(Enumerable.Range(4, 34_996), counts.Keys.Order());
        Assert.InRange(counts.Values.Sum(), 120_000, 200_000);
        Assert.InRange(counts.Values.Count(c => c == 0), 3_500, 10_500);
        Assert.InRange(counts.Values.Max(), 20, 80);
    }

    [Fact]
    public void The_first_ten_thousand_passengers_book_as_much_as_the_others()
    {
        var pool = GeneratedFlights.AllAnswers.Where(a => a.PassengerId < 10_004).Average(a => a.BookingCount);
        var all = GeneratedFlights.AllAnswers.Average(a => a.BookingCount);
        Assert.InRange(pool / all, 0.95, 1.05);
    }

    private static bool Fits(Column column, object? value) => value switch
    {
        null => column.IsNullable,
        int => column.Type == ColumnType.Integer,
        string => column.Type == ColumnType.Text,
        long => column.Type == ColumnType.Money,
        double => column.Type == ColumnType.Number,
        bool => column.Type == ColumnType.Boolean,
        DateOnly => column.Type == ColumnType.Date,
        TimeOnly => column.Type == ColumnType.Time,
        DateTime => column.Type == ColumnType.Timestamp,
        _ => false,
    };
}
