using Strata.Lab.Databases.Generation;
using static Strata.Lab.Databases.Schema.Column;

namespace Strata.Lab.Databases.Schema;

/// <summary>Where flights start and land, and the weather there.</summary>
internal static class AirportTables
{
    private const int WeatherDays = 120;

    private static readonly string[] Weathers = ["rain", "snow", "fog", "thunderstorm", "fog and rain", "hail"];

    public static Table Airport { get; } = new()
    {
        Name = "airport",
        Columns = [Integer("airport_id"), Text("code"), Text("name")],
        PrimaryKey = ["airport_id"],
        Indexes = [TableIndex.Unique("code")],
        Rows = FlightPlan.Airports,
        Generate = (_, random) => (index, row) =>
        {
            row.Integer(index + 1);
            row.Text(AirportCode(index));
            row.Text($"{Words.City(random)} {(index < FlightPlan.Hubs ? "International" : "Airfield")}");
        },
    };

    public static Table AirportGeo { get; } = new()
    {
        Name = "airport_geo",
        Columns =
        [
            Integer("airport_id").To("airport"), Text("city"), Text("country"), Number("latitude"),
            Number("longitude"), Integer("altitude_m"),
        ],
        PrimaryKey = ["airport_id"],
        Rows = FlightPlan.Airports,
        Generate = (_, random) => (index, row) =>
        {
            row.Integer(index + 1);
            row.Text(Words.City(random));
            row.Text(random.Pick(Words.Countries));
            row.Number(random.Between(-600_000, 700_000) / 10_000.0);
            row.Number(random.Between(-1_800_000, 1_800_000) / 10_000.0);
            row.Integer(random.Between(0, 1_900));
        },
    };

    /// <summary>
    /// From each hub to every other airport: directly to its own and to the other hubs, else over
    /// one.
    /// </summary>
    public static Table AirportReachable { get; } = new()
    {
        Name = "airport_reachable",
        Columns =
        [
            Integer("origin_id").To("airport"), Integer("destination_id").To("airport"), Integer("hops"),
        ],
        PrimaryKey = ["origin_id", "destination_id"],
        Rows = FlightPlan.Hubs * (FlightPlan.Airports - 1),
        Generate = (plan, _) => (index, row) =>
        {
            var (origin, other) = Math.DivRem(index, FlightPlan.Airports - 1);
            var destination = other < origin ? other : other + 1;
            var direct = destination < FlightPlan.Hubs || plan.HubOfAirport(destination) == origin;
            row.Integer(origin + 1);
            row.Integer(destination + 1);
            row.Integer(direct ? 1 : 2);
        },
    };

    public static Table WeatherData { get; } = new()
    {
        Name = "weatherdata",
        Columns =
        [
            Integer("airport_id").To("airport"), Timestamp("observed_at"), Number("temperature_c"),
            Integer("humidity_percent"), Number("pressure_hpa"), Number("wind_kmh"),
            Integer("wind_direction_deg"), Text("weather").OrNull(),
        ],
        PrimaryKey = ["airport_id", "observed_at"],
        Rows = FlightPlan.Airports * WeatherDays,
        Generate = (_, random) => (index, row) =>
        {
            var (airport, day) = Math.DivRem(index, WeatherDays);
            row.Integer(airport + 1);
            row.Timestamp(FlightPlan.FirstDay.AddDays(day).AddHours(random.Below(24)));
            row.Number(random.Between(-250, 420) / 10.0);
            row.Integer(random.Between(8, 100));
            row.Number(random.Between(9_600, 10_450) / 10.0);
            row.Number(random.Between(0, 900) / 10.0);
            row.Integer(random.Below(360));
            row.Text(random.Percent(35) ? random.Pick(Weathers) : null);
        },
    };

    // Codes that begin with Q belong to no airport.
    private static string AirportCode(int airport) =>
        $"Q{(char)('A' + (airport / 676))}{(char)('A' + (airport / 26 % 26))}{(char)('A' + (airport % 26))}";
}
