using Microsoft.Data.Sqlite;
using Strata.Lab.Databases.Generation;
using Strata.Lab.Databases.Schema;
using Strata.Sqlite;

namespace Strata.Lab.Databases.Sqlite;

/// <summary>The flight bookings in one SQLite file, with write-ahead log and synced commits.</summary>
internal sealed class SqliteFlightDatabase : IFlightDatabase
{
    private readonly SqliteFlightFile _file;
    private readonly bool _isDefault;
    private readonly int _seed;
    private readonly int _seatSeed;
    private readonly TimeProvider _clock;
    private readonly SemaphoreSlim _writer = new(1, 1);
    private bool _isPrepared;
    private int _sessions;

    /// <param name="path">The full path of the file.</param>
    /// <param name="isDefault">True for the lab's own file, which is made anew when it is damaged.</param>
    /// <param name="seed">What the rows are drawn from.</param>
    /// <param name="seatSeed">What the seats that sessions book are drawn from.</param>
    /// <param name="clock">Measures how long preparation takes.</param>
    public SqliteFlightDatabase(string path, bool isDefault, int seed, int seatSeed, TimeProvider clock)
    {
        SqliteLibrary.Initialize();
        _file = new SqliteFlightFile(path, clock);
        _isDefault = isDefault;
        _seed = seed;
        _seatSeed = seatSeed;
        _clock = clock;
    }

    public string Kind => "sqlite";

    public string DisplayName => $"sqlite {HomeRelative(_file.Path)}";

    public Task<FlightDataSummary> PrepareAsync(
        IProgress<PreparationProgress>? progress, CancellationToken ct) =>
        Task.Run(
            () =>
            {
                try
                {
                    return Prepare(progress, ct);
                }
                catch (Exception error) when (SqliteErrors.IsExplained(error))
                {
                    throw SqliteErrors.Explain(error, _file.Path);
                }
            },
            ct);

    public Task<long> LastBookingAsync(CancellationToken ct) =>
        RunAsync(LabMarker.LastBooking, command => (long)command.ExecuteScalar()!, ct);

    public Task<long> TakeAwayBookingsAsync(long? after, CancellationToken ct) =>
        RunAsync(LabMarker.DeleteBookingsAfter(after), command => command.ExecuteNonQuery(), ct);

    public ValueTask<IFlightSession> OpenSessionAsync(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        if (!_isPrepared)
        {
            throw new InvalidOperationException("PrepareAsync comes before the first session.");
        }

        var number = Interlocked.Increment(ref _sessions);
        try
        {
            return new(new SqliteFlightSession(_file, _writer, RandomSeats.ForSession(_seatSeed, number)));
        }
        catch (SqliteException error)
        {
            throw SqliteErrors.Explain(error, _file.Path);
        }
    }

    public ValueTask DisposeAsync()
    {
        _writer.Dispose();
        return ValueTask.CompletedTask;
    }

    private Task<long> RunAsync(string sql, Func<SqliteCommand, long> run, CancellationToken ct) =>
        Task.Run(
            () =>
            {
                try
                {
                    using var connection = _file.Open();
                    using var command = connection.CreateCommand();
                    command.CommandText = sql;
                    return run(command);
                }
                catch (SqliteException error)
                {
                    throw SqliteErrors.Explain(error, _file.Path);
                }
            },
            ct);

    private FlightDataSummary Prepare(IProgress<PreparationProgress>? progress, CancellationToken ct)
    {
        var started = _clock.GetTimestamp();
        var found = _file.Exists ? Inspect() : null;
        string? note = null;
        if (found?.Fault is { } fault)
        {
            if (!_isDefault)
            {
                throw new DatabaseException(
                    $"The flight database {_file.Path} cannot be used: {fault}. "
                    + "Name another file, or delete this one and it is made again.");
            }

            _file.Delete();
            found = null;
            note = $"The file {_file.Path} was made anew: {fault}.";
        }

        var madeNow = found is null;
        if (found is null)
        {
            _file.Make(_seed, progress, ct);
            found = Inspect();
        }

        _isPrepared = true;
        return new FlightDataSummary(
            found.Tables, madeNow, _clock.GetElapsedTime(started), note);
    }

    private FoundRows Inspect()
    {
        if (!_file.IsOurs())
        {
            throw new DatabaseException(
                $"The file {_file.Path} is not a flight database of this program and is left as it is; "
                + "name another file, or move this one away.");
        }

        try
        {
            using var connection = _file.Open();
            return LabMarker.Difference(ReadMarker(connection), _seed) is { } difference
                ? FoundRows.Faulty(difference)
                : FoundRows.Checked(CountRows(connection));
        }
        catch (SqliteException error) when (SqliteErrors.IsDamage(error))
        {
            return FoundRows.Faulty("it is damaged");
        }
    }

    private static Dictionary<string, int> ReadMarker(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = LabMarker.Select;
        using var row = command.ExecuteReader();
        var marks = new Dictionary<string, int>();
        while (row.Read())
        {
            marks[row.GetString(0)] = row.GetInt32(1);
        }

        return marks;
    }

    private static List<TableRows> CountRows(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = LabMarker.CountRows;
        using var row = command.ExecuteReader();
        var tables = new List<TableRows>();
        while (row.Read())
        {
            tables.Add(new TableRows(row.GetString(0), row.GetInt64(1)));
        }

        return tables;
    }

    private static string HomeRelative(string path)
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return home.Length > 1 && path.StartsWith(home + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? string.Concat("~", path.AsSpan(home.Length))
            : path;
    }
}
