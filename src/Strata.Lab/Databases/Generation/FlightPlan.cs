namespace Strata.Lab.Databases.Generation;

/// <summary>
/// The part of the generated world that more than one table speaks of: which airline flies which
/// airplane from where to where, and how many seats there are. Worked out in memory from the seed alone.
/// </summary>
internal sealed class FlightPlan
{
    public const int Airports = 300;
    public const int Hubs = 12;
    public const int Airlines = 60;
    public const int AirplaneTypes = 24;
    public const int AirplanesPerAirline = 10;
    public const int Airplanes = Airlines * AirplanesPerAirline;
    public const int Schedules = 1_200;
    public const int Flights = 8_000;
    public const int FirstPassengerId = 4;
    public const int LastPassengerId = 34_999;
    public const int Passengers = LastPassengerId - FirstPassengerId + 1;
    public const int SeatsAbreast = 6;
    public const int SeatRowsMax = 50;

    private const int MinutesPerDay = 24 * 60;

    private readonly int[] _hubOfAirport = new int[Airports];
    private readonly int[] _baseOfAirline = new int[Airlines];
    private readonly int[] _seatRowsOfType = new int[AirplaneTypes];
    private readonly int[] _typeOfAirplane = new int[Airplanes];
    private readonly ScheduledFlight[] _schedules = new ScheduledFlight[Schedules];
    private readonly Flight[] _flights = new Flight[Flights];

    public FlightPlan(int seed)
    {
        Seed = seed;
        var random = SplitMix64.For(seed, "plan");
        Fill(_hubOfAirport, airport => airport < Hubs ? airport : random.Below(Hubs));
        Fill(_baseOfAirline, _ => random.Below(Hubs));
        Fill(_seatRowsOfType, _ => random.Between(10, SeatRowsMax));
        Fill(_typeOfAirplane, _ => random.Below(AirplaneTypes));
        Fill(_schedules, schedule => PlanSchedule(schedule, random));
        Fill(_flights, flight => PlanFlight(flight, random));
    }

    /// <summary>The first day of the generated flights: a Monday.</summary>
    public static DateTime FirstDay { get; } = new(2029, 1, 1);

    public int Seed { get; }

    // All indexes below count from 0; the ids in the tables count from 1.

    public int HubOfAirport(int airport) => _hubOfAirport[airport];

    public int BaseOfAirline(int airline) => _baseOfAirline[airline];

    public int SeatRowsOfType(int type) => _seatRowsOfType[type];

    public int TypeOfAirplane(int airplane) => _typeOfAirplane[airplane];

    public ScheduledFlight Schedule(int schedule) => _schedules[schedule];

    public Flight FlightAt(int flight) => _flights[flight];

    public int SeatsOfFlight(int flight) =>
        _seatRowsOfType[_typeOfAirplane[_flights[flight].Airplane]] * SeatsAbreast;

    public static string AirlineCode(int airline) => $"{(char)('A' + (airline % 26))}{airline:D2}";

    public static string FlightNumber(ScheduledFlight flight, int schedule) =>
        $"{AirlineCode(flight.Airline)}-{1000 + schedule}";

    /// <summary>A seat's name, such as 17C.</summary>
    public static string SeatName(int seat) => seat < SeatNames.Length ? SeatNames[seat] : NewSeatName(seat);

    private static readonly string[] SeatNames =
    [
        .. from seat in Enumerable.Range(0, SeatRowsMax * SeatsAbreast)
           select NewSeatName(seat),
    ];

    private static string NewSeatName(int seat) => $"{(seat / SeatsAbreast) + 1}{(char)('A' + (seat % SeatsAbreast))}";

    private static void Fill<T>(T[] items, Func<int, T> make)
    {
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = make(i);
        }
    }

    private ScheduledFlight PlanSchedule(int schedule, SplitMix64 random)
    {
        var airline = schedule % Airlines;
        var home = _baseOfAirline[airline];
        var away = (home + 1 + random.Below(Airports - 1)) % Airports;
        var (origin, destination) = random.Percent(50) ? (home, away) : (away, home);
        return new ScheduledFlight(
            airline,
            origin,
            destination,
            DepartureMinute: random.Between(5 * 12, (22 * 12) - 1) * 5,
            DurationMinutes: random.Between(9, 120) * 5,
            Weekdays: (byte)random.Between(1, 127));
    }

    // Flight by flight the schedules take turns, one week after the other, each on its first weekday.
    private Flight PlanFlight(int flight, SplitMix64 random)
    {
        var schedule = flight % Schedules;
        var planned = _schedules[schedule];
        var day = ((flight / Schedules) * 7) + int.TrailingZeroCount(planned.Weekdays);
        var airplane = (planned.Airline * AirplanesPerAirline) + random.Below(AirplanesPerAirline);
        var minute = (day * MinutesPerDay) + planned.DepartureMinute;
        return new Flight(
            schedule,
            airplane,
            FirstDay.AddMinutes(minute),
            FirstDay.AddMinutes(minute + planned.DurationMinutes));
    }
}
