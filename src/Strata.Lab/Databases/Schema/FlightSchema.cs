using Strata.Lab.Databases.Generation;

namespace Strata.Lab.Databases.Schema;

/// <summary>
/// The flight-booking schema: its tables, each after those it refers to. Adding one is adding its
/// description to this list; a change of any table or row is a new <see cref="Version"/>.
/// </summary>
internal static class FlightSchema
{
    public const int Version = 1;

    public static IReadOnlyList<Table> Tables { get; } =
    [
        AirportTables.Airport,
        AirportTables.AirportGeo,
        AirportTables.AirportReachable,
        AirportTables.WeatherData,
        FleetTables.Airline,
        FleetTables.AirplaneType,
        FleetTables.Airplane,
        FleetTables.Employee,
        FleetTables.FlightSchedule,
        FleetTables.Flight,
        FleetTables.FlightLog,
        PassengerTables.Passenger,
        PassengerTables.PassengerDetails,
        PassengerTables.Booking,
    ];

    public static long TotalRows { get; } = Tables.Sum(table => (long)table.Rows);
}
