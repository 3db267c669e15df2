namespace Strata.Lab.Databases.Generation;

/// <summary>A flight that goes every week; bit 0 of the weekdays is Monday.</summary>
internal readonly record struct ScheduledFlight(
    int Airline,
    int Origin,
    int Destination,
    int DepartureMinute,
    int DurationMinutes,
    byte Weekdays)
{
    public bool FliesOn(int weekday) => (Weekdays & (1 << weekday)) != 0;
}
