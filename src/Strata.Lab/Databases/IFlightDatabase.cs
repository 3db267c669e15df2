namespace Strata.Lab.Databases;

/// <summary>
/// A database that holds the generated flight bookings: the source that the lab puts a cache before.
/// </summary>
public interface IFlightDatabase : IAsyncDisposable
{
    /// <summary>The kind of database: "sqlite" or "postgres".</summary>
    string Kind { get; }

    /// <summary>
    /// The database in words for people, such as "postgres 127.0.0.1:5432/flights"; never a
    /// password.
    /// </summary>
    string DisplayName { get; }

    /// <summary>
    /// Makes the data where there is none, and checks it where there is. Bookings that earlier runs made
    /// stay. To be called once, before anything else.
    /// </summary>
    /// <param name="progress">Told now and then while rows are written; null when nobody watches.</param>
    /// <param name="ct">Ends the work; data that was being made is then gone as if never begun.</param>
    /// <exception cref="DatabaseException">The database cannot be reached, written or trusted.</exception>
    Task<FlightDataSummary> PrepareAsync(IProgress<PreparationProgress>? progress, CancellationToken ct);

    /// <summary>The number of the latest booking.</summary>
    /// <param name="ct">Ends the call.</param>
    /// <exception cref="DatabaseException">The database failed.</exception>
    Task<long> LastBookingAsync(CancellationToken ct);

    /// <summary>
    /// Takes away bookings that runs made, so that another run starts from the same rows. Not to be called
    /// while another run uses the same database.
    /// </summary>
    /// <param name="after">
    /// The booking after which all go; null for the last of the generated ones, which always stay.
    /// </param>
    /// <param name="ct">Ends the call.</param>
    /// <returns>How many were taken away.</returns>
    /// <exception cref="DatabaseException">The database failed.</exception>
    Task<long> TakeAwayBookingsAsync(long? after, CancellationToken ct);

    /// <summary>
    /// Opens a connection of its own with its statements prepared: one per worker. The n-th session of
    /// a database opened with the same seat seed books the same sequence of flights and seats.
    /// </summary>
    /// <param name="ct">Ends the attempt.</param>
    /// <exception cref="DatabaseException">The connection cannot be made.</exception>
    /// <exception cref="InvalidOperationException">
    /// <see cref="PrepareAsync"/> has not been called.
    /// </exception>
    ValueTask<IFlightSession> OpenSessionAsync(CancellationToken ct);
}
