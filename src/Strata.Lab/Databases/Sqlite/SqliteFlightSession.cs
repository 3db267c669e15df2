using Microsoft.Data.Sqlite;
using SQLitePCL;
using Strata.Lab.Databases.Generation;
using Strata.Lab.Databases.Schema;

namespace Strata.Lab.Databases.Sqlite;

/// <summary>
/// One worker's connection to the file. Calls run on the caller's thread; the writers of a process take
/// turns, because SQLite's own waiting for the one writer it allows is a poll with growing pauses.
/// </summary>
internal sealed class SqliteFlightSession : IFlightSession
{
    private readonly SqliteFlightFile _file;
    private readonly SemaphoreSlim _writer;
    private readonly RandomSeats _seats;
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _read;
    private readonly SqliteParameter _readPassenger;
    private readonly SqliteCommand _insert;
    private readonly SqliteParameter _insertFlight;
    private readonly SqliteParameter _insertSeat;
    private readonly SqliteParameter _insertPassenger;

    public SqliteFlightSession(SqliteFlightFile file, SemaphoreSlim writer, RandomSeats seats)
    {
        _file = file;
        _writer = writer;
        _seats = seats;
        _connection = file.Open();
        _read = _connection.CreateCommand();
        _read.CommandText = SqlText.Read;
        _readPassenger = _read.Parameters.Add("@passenger_id", SqliteType.Integer);
        _insert = _connection.CreateCommand();
        _insert.CommandText = SqlText.Insert;
        _insertFlight = _insert.Parameters.Add("@flight_id", SqliteType.Integer);
        _insertSeat = _insert.Parameters.Add("@seat", SqliteType.Text);
        _insertPassenger = _insert.Parameters.Add("@passenger_id", SqliteType.Integer);
    }

    public ValueTask<PassengerBookings?> ReadAsync(int passengerId, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        try
        {
            return new(Read(passengerId));
        }
        catch (SqliteException error)
        {
            throw SqliteErrors.Explain(error, _file.Path);
        }
    }

    public async ValueTask<PassengerBookings?> BookAsync(int passengerId, CancellationToken ct)
    {
        await _writer.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            Insert(passengerId);
        }
        catch (SqliteException error) when (error.SqliteExtendedErrorCode == raw.SQLITE_CONSTRAINT_FOREIGNKEY)
        {
            return null;
        }
        catch (SqliteException error)
        {
            throw SqliteErrors.Explain(error, _file.Path);
        }
        finally
        {
            _writer.Release();
        }

        return await ReadAsync(passengerId, ct).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync()
    {
        _read.Dispose();
        _insert.Dispose();
        _connection.Dispose();
        return ValueTask.CompletedTask;
    }

    private PassengerBookings? Read(int passengerId)
    {
        _readPassenger.Value = passengerId;
        using var row = _read.ExecuteReader();
        return row.Read()
            ? new PassengerBookings(
                row.GetInt32(0),
                row.GetString(1),
                row.GetString(2),
                row.GetString(3),
                row.GetInt64(4),
                Price.Normal((decimal)row.GetDouble(5)))
            : null;
    }

    private void Insert(int passengerId)
    {
        for (var attempt = 0; attempt < RandomSeats.Attempts; attempt++)
        {
            var (flightId, seat) = _seats.Next();
            _insertFlight.Value = flightId;
            _insertSeat.Value = seat;
            _insertPassenger.Value = passengerId;
            if (_insert.ExecuteNonQuery() == 1)
            {
                return;
            }
        }

        throw RandomSeats.NoneFree();
    }
}
