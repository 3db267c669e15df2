using Npgsql;
using Strata.Lab.Databases.Generation;
using Strata.Lab.Databases.Schema;

namespace Strata.Lab.Databases.Postgres;

/// <summary>The flight bookings in a schema of their own in a PostgreSQL database.</summary>
internal sealed class PostgresFlightDatabase : IFlightDatabase
{
    private const string Schema = "strata_lab";

    private const int ConnectSecondsMax = 5;
    private const int CommandSecondsMax = 30;
    private const int ConnectionsMax = 1_024;

    /// <summary>Those who make the data at the same time wait for each other at this advisory lock.</summary>
    private const long MakingLock = 0x5354524154414C42;

    private const string RestartNumbering =
        $"SELECT setval(pg_get_serial_sequence('booking', 'booking_id'), ({LabMarker.LastBooking}))";

    private readonly PostgresTarget _target;
    private readonly int _seed;
    private readonly int _seatSeed;
    private readonly TimeProvider _clock;
    private readonly NpgsqlDataSource _source;
    private bool _isPrepared;
    private int _sessions;

    /// <param name="target">Where the database is and who asks.</param>
    /// <param name="seed">What the rows are drawn from.</param>
    /// <param name="seatSeed">What the seats that sessions book are drawn from.</param>
    /// <param name="clock">Measures how long preparation takes.</param>
    public PostgresFlightDatabase(PostgresTarget target, int seed, int seatSeed, TimeProvider clock)
    {
        _target = target;
        _seed = seed;
        _seatSeed = seatSeed;
        _clock = clock;
        var settings = new NpgsqlConnectionStringBuilder
        {
            Host = target.Host,
            Port = target.Port,
            Database = target.Database,
            Username = target.User,
            Password = target.Password,
            SslMode = target.SslMode,
            SearchPath = Schema,
            ApplicationName = "strata lab",
            Timeout = ConnectSecondsMax,
            CommandTimeout = CommandSecondsMax,
            MaxPoolSize = ConnectionsMax,
        };
        var builder = new NpgsqlSlimDataSourceBuilder(settings.ConnectionString);
        builder.EnableTransportSecurity();
        _source = builder.Build();
    }

    public string Kind => "postgres";

    public string DisplayName => $"postgres {_target}";

    public Task<long> LastBookingAsync(CancellationToken ct) => ExplainedAsync(
        async connection => (int)(await ScalarAsync(connection, LabMarker.LastBooking, ct).ConfigureAwait(false))!,
        ct);

    public Task<long> TakeAwayBookingsAsync(long? after, CancellationToken ct) => ExplainedAsync(
        async connection =>
        {
            var taken = await RunAsync(connection, LabMarker.DeleteBookingsAfter(after), ct).ConfigureAwait(false);
            await RunAsync(connection, RestartNumbering, ct).ConfigureAwait(false);
            return taken;
        },
        ct);

    // COPY writes synchronously, value by value, hence a thread of the pool.
    public Task<FlightDataSummary> PrepareAsync(
        IProgress<PreparationProgress>? progress, CancellationToken ct) =>
        Task.Run(
            async () =>
            {
                try
                {
                    return await ReadyAsync(progress, ct).ConfigureAwait(false);
                }
                catch (NpgsqlException error)
                {
                    ct.ThrowIfCancellationRequested();
                    throw PostgresErrors.Explain(error, _target);
                }
            },
            ct);

    public async ValueTask<IFlightSession> OpenSessionAsync(CancellationToken ct)
    {
        if (!_isPrepared)
        {
            throw new InvalidOperationException("PrepareAsync comes before the first session.");
        }

        var seats = RandomSeats.ForSession(_seatSeed, Interlocked.Increment(ref _sessions));
        var session = new PostgresFlightSession(_source, _target, seats);
        try
        {
            await session.OpenAsync(ct).ConfigureAwait(false);
            return session;
        }
        catch (NpgsqlException error)
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw PostgresErrors.Explain(error, _target);
        }
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private async Task<long> ExplainedAsync(Func<NpgsqlConnection, Task<long>> run, CancellationToken ct)
    {
        try
        {
            var connection = await _source.OpenConnectionAsync(ct).ConfigureAwait(false);
            await using var closing = connection.ConfigureAwait(false);
            return await run(connection).ConfigureAwait(false);
        }
        catch (NpgsqlException error)
        {
            ct.ThrowIfCancellationRequested();
            throw PostgresErrors.Explain(error, _target);
        }
    }

    private async Task<FlightDataSummary> ReadyAsync(
        IProgress<PreparationProgress>? progress, CancellationToken ct)
    {
        var started = _clock.GetTimestamp();
        var connection = await _source.OpenConnectionAsync(ct).ConfigureAwait(false);
        await using var closing = connection.ConfigureAwait(false);
        var madeNow = false;
        if (!await SchemaExistsAsync(connection, ct).ConfigureAwait(false))
        {
            madeNow = await MakeAsync(connection, progress, ct).ConfigureAwait(false);
        }

        var found = await InspectAsync(connection, ct).ConfigureAwait(false);
        if (found.Fault is { } fault)
        {
            throw new DatabaseException(
                $"The schema {Schema} in {DisplayName} cannot be used and is left as it is: {fault}. "
                + "Name another database, or drop the schema and it is made again.");
        }

        _isPrepared = true;
        return new FlightDataSummary(
            found.Tables, madeNow, _clock.GetElapsedTime(started), Note: null);
    }

    // The catalogue itself is asked: to_regnamespace answers from a cache that may miss what another
    // process committed while this one waited.
    private static async Task<bool> SchemaExistsAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        const string Exists = $"SELECT EXISTS (SELECT 1 FROM pg_namespace WHERE nspname = '{Schema}')";
        return await ScalarAsync(connection, Exists, ct).ConfigureAwait(false) is true;
    }

    /// <summary>All in one transaction: whatever ends it early leaves nothing behind.</summary>
    /// <returns>False when another process made the data while this one waited for its turn.</returns>
    private async Task<bool> MakeAsync(
        NpgsqlConnection connection, IProgress<PreparationProgress>? progress, CancellationToken ct)
    {
        var transaction = await connection.BeginTransactionAsync(ct).ConfigureAwait(false);
        await using var ending = transaction.ConfigureAwait(false);
        await RunAsync(connection, $"SELECT pg_advisory_xact_lock({MakingLock})", ct).ConfigureAwait(false);
        if (await SchemaExistsAsync(connection, ct).ConfigureAwait(false))
        {
            return false;
        }

        await RunAsync(connection, $"CREATE SCHEMA {Schema}", ct).ConfigureAwait(false);
        var rows = new FlightRows(new FlightPlan(_seed), progress, ct);
        foreach (var table in FlightSchema.Tables)
        {
            await RunAsync(connection, SqlDialect.Postgres.CreateTable(table), ct).ConfigureAwait(false);
            Copy(connection, table, rows);
        }

        rows.Report("indexes");
        foreach (var sql in FlightSchema.Tables.SelectMany(SqlDialect.Postgres.CompleteTable))
        {
            await RunAsync(connection, sql, ct).ConfigureAwait(false);
        }

        await WriteMarkerAsync(connection, ct).ConfigureAwait(false);
        foreach (var table in FlightSchema.Tables)
        {
            await RunAsync(connection, $"ANALYZE {table.Name}", ct).ConfigureAwait(false);
        }

        await transaction.CommitAsync(ct).ConfigureAwait(false);
        return true;
    }

    private static void Copy(NpgsqlConnection connection, Table table, FlightRows rows)
    {
        var columns = SqlDialect.ColumnList(table);
        using var importer = connection.BeginBinaryImport(
            $"COPY {table.Name} ({columns}) FROM STDIN (FORMAT BINARY)");
        rows.Write(table, new PostgresRowWriter(importer));
        importer.Complete();
    }

    private async Task WriteMarkerAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await RunAsync(connection, LabMarker.CreateTable, ct).ConfigureAwait(false);
        foreach (var (name, value) in LabMarker.For(_seed))
        {
            var insert = new NpgsqlCommand(LabMarker.Insert, connection);
            await using var disposing = insert.ConfigureAwait(false);
            insert.Parameters.Add(new NpgsqlParameter<string>("name", name));
            insert.Parameters.Add(new NpgsqlParameter<int>("value", value));
            await insert.ExecuteNonQueryAsync(ct).ConfigureAwait(false);
        }
    }

    private async Task<FoundRows> InspectAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        const string MarkerExists = $"SELECT to_regclass('{Schema}.{LabMarker.Table}') IS NOT NULL";
        if (await ScalarAsync(connection, MarkerExists, ct).ConfigureAwait(false) is not true)
        {
            return FoundRows.Faulty("it was not made by this program");
        }

        try
        {
            var marks = await PairsAsync(connection, LabMarker.Select, ct).ConfigureAwait(false);
            var found = marks.ToDictionary(mark => mark.Table, mark => (int)mark.Rows, StringComparer.Ordinal);
            if (LabMarker.Difference(found, _seed) is { } difference)
            {
                return FoundRows.Faulty(difference);
            }

            var tables = await PairsAsync(connection, LabMarker.CountRows, ct).ConfigureAwait(false);
            return FoundRows.Checked(tables);
        }
        catch (PostgresException error) when (error.SqlState
            is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn)
        {
            return FoundRows.Faulty("it is damaged, a table or column is missing");
        }
    }

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        var command = new NpgsqlCommand(sql, connection);
        await using var disposing = command.ConfigureAwait(false);
        return await command.ExecuteScalarAsync(ct).ConfigureAwait(false);
    }

    // Without a limit: an index, or another process's making of the data, takes the time it takes.
    private static async Task<int> RunAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await using var disposing = command.ConfigureAwait(false);
        return await command.ExecuteNonQueryAsync(ct).ConfigureAwait(false);
    }

    private static async Task<List<TableRows>> PairsAsync(
        NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        var command = new NpgsqlCommand(sql, connection);
        await using var disposing = command.ConfigureAwait(false);
        var row = await command.ExecuteReaderAsync(ct).ConfigureAwait(false);
        await using var closing = row.ConfigureAwait(false);
        var pairs = new List<TableRows>();
        while (await row.ReadAsync(ct).ConfigureAwait(false))
        {
            pairs.Add(new TableRows(row.GetString(0), Convert.ToInt64(row.GetValue(1), null)));
        }

        return pairs;
    }
}
