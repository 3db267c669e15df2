namespace Strata.Lab.Databases;

/// <summary>The statements the workload runs, the same in every database.</summary>
public static class SqlText
{
    /// <summary>A passenger with the number and the total price of their bookings.</summary>
    public const string Read =
        """
        SELECT p.passenger_id, p.firstname, p.lastname, p.passportno,
               COUNT(b.booking_id), COALESCE(SUM(b.price), 0)
        FROM passenger p
        LEFT JOIN booking b ON b.passenger_id = p.passenger_id
        WHERE p.passenger_id = @passenger_id
        GROUP BY p.passenger_id, p.firstname, p.lastname, p.passportno
        """;

    /// <summary>
    /// A new booking. The statement is a transaction of its own, committed when it returns; a seat that
    /// is taken inserts no row, and another is drawn.
    /// </summary>
    public const string Insert =
        """
        INSERT INTO booking (flight_id, seat, passenger_id, price)
        VALUES (@flight_id, @seat, @passenger_id, 1000.00)
        ON CONFLICT (flight_id, seat) DO NOTHING
        """;
}
