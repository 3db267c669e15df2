using System.Collections;
using Strata.Lab.Databases.Generation;
using static Strata.Lab.Databases.Schema.Column;

namespace Strata.Lab.Databases.Schema;

/// <summary>Who travels, and on what: the tables of the workload.</summary>
internal static class PassengerTables
{
    /// <summary>Bookings that are generated; a booking with a greater id was made by a run.</summary>
    public const int Bookings = 125_000;

    private static readonly string[] Sexes = ["f", "m", "x"];

    public static Table Passenger { get; } = new()
    {
        Name = "passenger",
        Columns = [Integer("passenger_id"), Text("passportno"), Text("firstname"), Text("lastname")],
        PrimaryKey = ["passenger_id"],
        Indexes = [TableIndex.Unique("passportno")],
        Rows = FlightPlan.Passengers,
        Generate = (_, random) => (index, row) =>
        {
            row.Integer(FlightPlan.FirstPassengerId + index);
            row.Text(PassportNumber(index));
            row.Text(Words.FirstName(random));
            row.Text(Words.LastName(random));
        },
    };

    public static Table PassengerDetails { get; } = new()
    {
        Name = "passengerdetails",
        Columns =
        [
            Integer("passenger_id").To("passenger"), Date("birthdate"), Text("sex").OrNull(), Text("street"),
            Text("city"), Text("zip"), Text("country"), Text("emailaddress").OrNull(),
            Text("telephoneno").OrNull(),
        ],
        PrimaryKey = ["passenger_id"],
        Rows = FlightPlan.Passengers,
        Generate = (_, random) => (index, row) =>
        {
            var id = FlightPlan.FirstPassengerId + index;
            row.Integer(id);
            row.Date(new DateOnly(1940, 1, 1).AddDays(random.Below(85 * 365)));
            row.Text(random.Percent(92) ? random.Pick(Sexes) : null);
            row.Text(Words.Street(random));
            row.Text(Words.City(random));
            row.Text($"{random.Below(100_000):D5}");
            row.Text(random.Pick(Words.Countries));
            row.Text(random.Percent(80) ? $"passenger{id}@example.org" : null);
            row.Text(random.Percent(70) ? $"+999 {random.Below(1_000_000):D6}" : null);
        },
    };

    public static Table Booking { get; } = new()
    {
        Name = "booking",
        Columns =
        [
            Integer("booking_id"), Integer("flight_id").To("flight"), Text("seat"),
            Integer("passenger_id").To("passenger"), Money("price"),
        ],
        PrimaryKey = ["booking_id"],
        Indexes = [TableIndex.Unique("flight_id", "seat"), TableIndex.On("passenger_id")],
        NumbersItself = true,
        Rows = Bookings,
        Generate = (plan, random) =>
        {
            var taken = new BitArray(FlightPlan.Flights * FlightPlan.SeatRowsMax * FlightPlan.SeatsAbreast);
            return (index, row) =>
            {
                var (flight, seat) = FreeSeat(plan, random, taken);
                row.Integer(index + 1);
                row.Integer(flight + 1);
                row.Text(FlightPlan.SeatName(seat));
                row.Integer(Traveller(random));
                row.Money(random.Between(39_00, 1_499_99));
            };
        },
    };

    private static (int Flight, int Seat) FreeSeat(FlightPlan plan, SplitMix64 random, BitArray taken)
    {
        while (true)
        {
            var flight = random.Below(FlightPlan.Flights);
            var seat = random.Below(plan.SeatsOfFlight(flight));
            var place = (flight * FlightPlan.SeatRowsMax * FlightPlan.SeatsAbreast) + seat;
            if (!taken[place])
            {
                taken[place] = true;
                return (flight, seat);
            }
        }
    }

    // The product of two uniform draws favours low ranks: some fly dozens of times, a fifth never.
    // The ranks are then spread over the ids, for the workload may use the first ids only.
    private static int Traveller(SplitMix64 random)
    {
        const long SpreadFactor = 15_485_863;
        var rank = (long)random.Below(FlightPlan.Passengers) * random.Below(FlightPlan.Passengers)
            / FlightPlan.Passengers;
        return FlightPlan.FirstPassengerId + (int)(rank * SpreadFactor % FlightPlan.Passengers);
    }

    // Odd and no multiple of five, the factor gives every index a number of its own.
    private static string PassportNumber(int index)
    {
        const long Factor = 64_879_381;
        return $"P{((index * Factor) + 12_345_678) % 100_000_000:D8}";
    }
}
