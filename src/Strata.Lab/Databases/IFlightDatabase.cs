namespace Strata.Lab.Databases;

/// <summary>
/// A database that holds the generated flight bookings: the source that the lab puts a cache before.
/// </summary>
public interface IFlightDatabase : IAsyncDisposable
{
    /// <summary>The kind of database: "sqlite" or "postgres".</summary>
    string Kind { get; }

    /// <summary>The database in words for people, such as "postgres 127.0.0.1:5432/flights"; never a password.</summary>
    string DisplayName { get; }

    /// <summary>
    /// Makes the data where there is none, checks it where there is, and takes away the bookings that
    /// earlier runs made, so that every run starts from the same rows. To be called once, before any
    /// session; not while another run uses the same database.
    /// </summary>
    /// <param name="progress">Told now and then while rows are written; null when nobody watches.</param>
    /// <param name="ct">Ends the work; data that was being made is then gone as if never begun.</param>
    /// <exception cref="DatabaseException">The database cannot be reached, written or trusted.</exception>
    Task<FlightDataSummary> PrepareAsync(IProgress<PreparationProgress>? progress, CancellationToken ct);

    /// <summary>
    /// Opens a connection of its own with its statements prepared: one per worker. The n-th session of
    /// a database books the same sequence of flights and seats in every run.
    /// </summary>
    /// <param name="ct">Ends the attempt.</param>
    /// <exception cref="DatabaseException">The connection cannot be made.</exception>
    /// <exception cref="InvalidOperationException"><see cref="PrepareAsync"/> has not been called.</exception>
    ValueTask<IFlightSession> OpenSessionAsync(CancellationToken ct);
}
