using Strata.Lab.Databases.Generation;
using static Strata.Lab.Databases.Schema.Column;

namespace Strata.Lab.Databases.Schema;

/// <summary>Who flies, with what, and when.</summary>
internal static class FleetTables
{
    private const int Employees = 1_000;

    private static readonly string[] Departments = ["Accounts", "Flight", "Ground", "Logistics", "Management"];

    private static readonly string[] Makers = ["Altavia", "Borealis", "Corvid", "Drift"];

    private static readonly string[] Remarks = ["late crew", "de-icing", "slot changed", "late connection"];

    public static Table Airline { get; } = new()
    {
        Name = "airline",
        Columns =
        [
            Integer("airline_id"), Text("code"), Text("name"), Integer("base_airport_id").To("airport"),
        ],
        PrimaryKey = ["airline_id"],
        Indexes = [TableIndex.Unique("code")],
        Rows = FlightPlan.Airlines,
        Generate = (plan, random) => (index, row) =>
        {
            row.Integer(index + 1);
            row.Text(FlightPlan.AirlineCode(index));
            row.Text(Words.Airline(random));
            row.Integer(plan.BaseOfAirline(index) + 1);
        },
    };

    public static Table AirplaneType { get; } = new()
    {
        Name = "airplane_type",
        Columns = [Integer("type_id"), Text("identifier"), Text("description"), Integer("seat_rows")],
        PrimaryKey = ["type_id"],
        Rows = FlightPlan.AirplaneTypes,
        Generate = (plan, _) => (index, row) =>
        {
            var maker = Makers[index % Makers.Length];
            var rows = plan.SeatRowsOfType(index);
            row.Integer(index + 1);
            row.Text($"{maker} {100 + (10 * index)}");
            row.Text($"{rows * FlightPlan.SeatsAbreast} seats in {rows} rows of {FlightPlan.SeatsAbreast}");
            row.Integer(rows);
        },
    };

    public static Table Airplane { get; } = new()
    {
        Name = "airplane",
        Columns =
        [
            Integer("airplane_id"), Integer("airline_id").To("airline"), Integer("type_id").To("airplane_type"),
            Integer("capacity"), Integer("built_year"),
        ],
        PrimaryKey = ["airplane_id"],
        Rows = FlightPlan.Airplanes,
        Generate = (plan, random) => (index, row) =>
        {
            var type = plan.TypeOfAirplane(index);
            row.Integer(index + 1);
            row.Integer((index / FlightPlan.AirplanesPerAirline) + 1);
            row.Integer(type + 1);
            row.Integer(plan.SeatRowsOfType(type) * FlightPlan.SeatsAbreast);
            row.Integer(random.Between(2004, 2028));
        },
    };

    public static Table Employee { get; } = new()
    {
        Name = "employee",
        Columns =
        [
            Integer("employee_id"), Text("firstname"), Text("lastname"), Date("birthdate"), Text("department"),
            Money("salary"), Text("emailaddress"),
        ],
        PrimaryKey = ["employee_id"],
        Rows = Employees,
        Generate = (_, random) => (index, row) =>
        {
            row.Integer(index + 1);
            row.Text(Words.FirstName(random));
            row.Text(Words.LastName(random));
            row.Date(new DateOnly(1964, 1, 1).AddDays(random.Below(44 * 365)));
            row.Text(random.Pick(Departments));
            row.Money(random.Between(1_800_00, 9_400_00));
            row.Text($"employee{index + 1}@example.org");
        },
    };

    public static Table FlightSchedule { get; } = new()
    {
        Name = "flightschedule",
        Columns =
        [
            Text("flightno"), Integer("airline_id").To("airline"), Integer("origin_id").To("airport"),
            Integer("destination_id").To("airport"), Time("departure"), Time("arrival"), Boolean("monday"),
            Boolean("tuesday"), Boolean("wednesday"), Boolean("thursday"), Boolean("friday"),
            Boolean("saturday"), Boolean("sunday"),
        ],
        PrimaryKey = ["flightno"],
        Rows = FlightPlan.Schedules,
        Generate = (plan, _) => (index, row) =>
        {
            var planned = plan.Schedule(index);
            var departure = TimeOnly.MinValue.AddMinutes(planned.DepartureMinute);
            row.Text(FlightPlan.FlightNumber(planned, index));
            row.Integer(planned.Airline + 1);
            row.Integer(planned.Origin + 1);
            row.Integer(planned.Destination + 1);
            row.Time(departure);
            row.Time(departure.AddMinutes(planned.DurationMinutes));
            for (var weekday = 0; weekday < 7; weekday++)
            {
                row.Boolean(planned.FliesOn(weekday));
            }
        },
    };

    public static Table Flight { get; } = new()
    {
        Name = "flight",
        Columns =
        [
            Integer("flight_id"), Text("flightno").To("flightschedule"), Integer("origin_id").To("airport"),
            Integer("destination_id").To("airport"), Timestamp("departure"), Timestamp("arrival"),
            Integer("airline_id").To("airline"), Integer("airplane_id").To("airplane"),
        ],
        PrimaryKey = ["flight_id"],
        Rows = FlightPlan.Flights,
        Generate = (plan, _) => (index, row) =>
        {
            var flight = plan.FlightAt(index);
            var planned = plan.Schedule(flight.Schedule);
            row.Integer(index + 1);
            row.Text(FlightPlan.FlightNumber(planned, flight.Schedule));
            row.Integer(planned.Origin + 1);
            row.Integer(planned.Destination + 1);
            row.Timestamp(flight.Departure);
            row.Timestamp(flight.Arrival);
            row.Integer(planned.Airline + 1);
            row.Integer(flight.Airplane + 1);
        },
    };

    public static Table FlightLog { get; } = new()
    {
        Name = "flight_log",
        Columns =
        [
            Integer("log_id"), Timestamp("logged_at"), Integer("employee_id").To("employee"),
            Integer("flight_id").To("flight"), Timestamp("departure_old"), Timestamp("departure_new"),
            Text("remark").OrNull(),
        ],
        PrimaryKey = ["log_id"],
        Rows = FlightPlan.Flights / 2,
        Generate = (plan, random) => (index, row) =>
        {
            var flight = random.Below(FlightPlan.Flights);
            var departure = plan.FlightAt(flight).Departure;
            row.Integer(index + 1);
            row.Timestamp(departure.AddMinutes(-random.Between(20, 600)));
            row.Integer(random.Between(1, Employees));
            row.Integer(flight + 1);
            row.Timestamp(departure);
            row.Timestamp(departure.AddMinutes(random.Between(1, 36) * 5));
            row.Text(random.Percent(60) ? random.Pick(Remarks) : null);
        },
    };
}
