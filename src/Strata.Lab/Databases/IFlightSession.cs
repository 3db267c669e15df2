namespace Strata.Lab.Databases;

/// <summary>One worker's connection to a flight database. Not thread-safe: one call at a time.</summary>
public interface IFlightSession : IAsyncDisposable
{
    /// <summary>Reads a passenger joined with the number and the price of their bookings.</summary>
    /// <param name="passengerId">Passengers have the ids 4 to 34,999.</param>
    /// <param name="ct">Ends the call.</param>
    /// <returns>What was found, or null when there is no such passenger.</returns>
    /// <exception cref="DatabaseException">The database failed.</exception>
    ValueTask<PassengerBookings?> ReadAsync(int passengerId, CancellationToken ct);

    /// <summary>
    /// Books a random seat on a random flight at 1000.00, drawing anew up to five times when the seat
    /// is taken; commits; then reads the passenger as <see cref="ReadAsync"/> does.
    /// </summary>
    /// <param name="passengerId">Passengers have the ids 4 to 34,999.</param>
    /// <param name="ct">Ends the call.</param>
    /// <returns>What the read after the commit found, or null when there is no such passenger.</returns>
    /// <exception cref="DatabaseException">The database failed, or every seat drawn was taken.</exception>
    ValueTask<PassengerBookings?> BookAsync(int passengerId, CancellationToken ct);
}
