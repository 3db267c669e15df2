using Strata.Lab.Databases;
using Strata.Lab.Databases.Generation;
using Strata.Lab.Databases.Schema;

namespace Strata.Lab.Tests.Databases;

/// <summary>The generated rows in memory: what every database must hold and answer.</summary>
internal static class GeneratedFlights
{
    public const int Seed = 1;

    private static readonly Lazy<Dictionary<int, PassengerBookings>> Answers = new(WorkOutAnswers);

    public static FlightPlan Plan { get; } = new(Seed);

    public static PassengerBookings Answer(int passengerId) => Answers.Value[passengerId];

    public static IEnumerable<PassengerBookings> AllAnswers => Answers.Value.Values;

    public static ulong Checksum(Table table, int seed = Seed)
    {
        var checksum = new RowChecksum();
        new FlightRows(new FlightPlan(seed), null, CancellationToken.None).Write(table, checksum);
        return checksum.Value;
    }

    public static List<object?[]> Rows(Table table)
    {
        var rows = new RowRecorder();
        new FlightRows(Plan, null, CancellationToken.None).Write(table, rows);
        return rows.Rows;
    }

    private static Dictionary<int, PassengerBookings> WorkOutAnswers()
    {
        var answers = Rows(PassengerTables.Passenger).ToDictionary(
            row => (int)row[0]!,
            row => new PassengerBookings((int)row[0]!, (string)row[2]!, (string)row[3]!, (string)row[1]!, 0, 0.00m));
        foreach (var booking in Rows(PassengerTables.Booking))
        {
            var before = answers[(int)booking[3]!];
            answers[before.PassengerId] = before with
            {
                BookingCount = before.BookingCount + 1,
                TotalPrice = before.TotalPrice + ((long)booking[4]! / 100m),
            };
        }

        return answers;
    }
}
