namespace Strata.Lab.Databases;

/// <summary>
/// A passenger and what they have booked: the answer of the lab's query, and the value it caches.
/// </summary>
/// <param name="PassengerId">From 4 to 34,999.</param>
/// <param name="FirstName">Composed from syllables.</param>
/// <param name="LastName">Composed from syllables.</param>
/// <param name="PassportNo">Unique among passengers.</param>
/// <param name="BookingCount">Zero or more.</param>
/// <param name="TotalPrice">The sum over all bookings, with two decimals.</param>
public sealed record PassengerBookings(
    int PassengerId,
    string FirstName,
    string LastName,
    string PassportNo,
    long BookingCount,
    decimal TotalPrice);
