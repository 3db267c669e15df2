using System.Data;
using Npgsql;
using Strata.Lab.Databases.Generation;

namespace Strata.Lab.Databases.Postgres;

/// <summary>
/// One worker's connection to the server, with its statements prepared; a connection that broke is
/// opened again by the next call.
/// </summary>
internal sealed class PostgresFlightSession : IFlightSession
{
    private readonly PostgresTarget _target;
    private readonly RandomSeats _seats;
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlParameter<int> _readPassenger = new("passenger_id", 0);
    private readonly NpgsqlParameter<int> _insertFlight = new("flight_id", 0);
    private readonly NpgsqlParameter<string> _insertSeat = new("seat", "");
    private readonly NpgsqlParameter<int> _insertPassenger = new("passenger_id", 0);
    private readonly NpgsqlCommand _read;
    private readonly NpgsqlCommand _insert;

    public PostgresFlightSession(NpgsqlDataSource source, PostgresTarget target, RandomSeats seats)
    {
        _target = target;
        _seats = seats;
        _connection = source.CreateConnection();
        _read = new NpgsqlCommand(SqlText.Read, _connection) { Parameters = { _readPassenger } };
        _insert = new NpgsqlCommand(SqlText.Insert, _connection)
        {
            Parameters = { _insertFlight, _insertSeat, _insertPassenger },
        };
    }

    public async ValueTask OpenAsync(CancellationToken ct)
    {
        if (_connection.State == ConnectionState.Open)
        {
            return;
        }

        await _connection.CloseAsync().ConfigureAwait(false);
        await _connection.OpenAsync(ct).ConfigureAwait(false);
        await _read.PrepareAsync(ct).ConfigureAwait(false);
        await _insert.PrepareAsync(ct).ConfigureAwait(false);
    }

    public async ValueTask<PassengerBookings?> ReadAsync(int passengerId, CancellationToken ct)
    {
        try
        {
            await OpenAsync(ct).ConfigureAwait(false);
            return await QueryAsync(passengerId, ct).ConfigureAwait(false);
        }
        catch (NpgsqlException error)
        {
            throw PostgresErrors.Explain(error, _target);
        }
    }

    public async ValueTask<PassengerBookings?> BookAsync(int passengerId, CancellationToken ct)
    {
        try
        {
            await OpenAsync(ct).ConfigureAwait(false);
            await InsertAsync(passengerId, ct).ConfigureAwait(false);
            return await QueryAsync(passengerId, ct).ConfigureAwait(false);
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.ForeignKeyViolation)
        {
            return null;
        }
        catch (NpgsqlException error)
        {
            throw PostgresErrors.Explain(error, _target);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _read.DisposeAsync().ConfigureAwait(false);
        await _insert.DisposeAsync().ConfigureAwait(false);
        await _connection.DisposeAsync().ConfigureAwait(false);
    }

    private async ValueTask<PassengerBookings?> QueryAsync(int passengerId, CancellationToken ct)
    {
        _readPassenger.TypedValue = passengerId;
        var row = await _read.ExecuteReaderAsync(CommandBehavior.SingleRow, ct).ConfigureAwait(false);
        await using var closing = row.ConfigureAwait(false);
        return await row.ReadAsync(ct).ConfigureAwait(false)
            ? new PassengerBookings(
                row.GetInt32(0),
                row.GetString(1),
                row.GetString(2),
                row.GetString(3),
                row.GetInt64(4),
                Price.Normal(row.GetDecimal(5)))
            : null;
    }

    private async ValueTask InsertAsync(int passengerId, CancellationToken ct)
    {
        _insertPassenger.TypedValue = passengerId;
        for (var attempt = 0; attempt < RandomSeats.Attempts; attempt++)
        {
            (_insertFlight.TypedValue, _insertSeat.TypedValue) = _seats.Next();
            if (await _insert.ExecuteNonQueryAsync(ct).ConfigureAwait(false) == 1)
            {
                return;
            }
        }

        throw RandomSeats.NoneFree();
    }
}
