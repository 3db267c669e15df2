namespace Strata.Lab.Databases.Generation;

/// <summary>The flights and seats one session books, in an order of its own given by its seed.</summary>
internal sealed class RandomSeats(SplitMix64 random)
{
    // More rows than any plane has: a run of hours must not sell out.
    private const int SeatsPerFlight = 12_000;

    /// <summary>The first draw and five more when the seat is taken.</summary>
    public const int Attempts = 6;

    /// <summary>The seats of a database's n-th session.</summary>
    public static RandomSeats ForSession(int seatSeed, int number) =>
        new(SplitMix64.For(seatSeed, $"session {number}"));

    /// <summary>A flight's id and one of its seats, which may be taken.</summary>
    public (int FlightId, string Seat) Next()
    {
        var flight = random.Below(FlightPlan.Flights);
        return (flight + 1, FlightPlan.SeatName(random.Below(SeatsPerFlight)));
    }

    public static DatabaseException NoneFree() =>
        new($"No free seat was found in {Attempts} draws: the flights are nearly full.");
}
