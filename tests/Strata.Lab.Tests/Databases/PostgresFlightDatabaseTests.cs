using System.Data.Common;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using Strata.Lab.Databases;
using Strata.Lab.Databases.Postgres;
using Strata.Lab.Databases.Schema;
using Strata.Testing;

namespace Strata.Lab.Tests.Databases;

[Trait("Category", "Slow")]
public sealed class PostgresFlightDatabaseTests(PostgresFixture postgres) : FlightDatabaseContract
{
    private string _url = "";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_data_is_made_once_with_progress_and_kept()
    {
        await using var database = await OpenEmptyAsync();
        var seen = new List<PreparationProgress>();
        var summary = await database.PrepareAsync(new Watcher(seen.Add), Ct);
        Assert.True(summary.MadeNow);
        Assert.Equal(FlightSchema.TotalRows, summary.TotalRows);
        Assert.Equal(FlightSchema.Tables.Select(t => t.Name).Append("indexes"), seen.Select(p => p.Step).Distinct());
        Assert.Equal((FlightSchema.TotalRows, FlightSchema.TotalRows), (seen[^1].RowsDone, seen[^1].RowsTotal));
        Assert.False((await database.PrepareAsync(null, Ct)).MadeNow);
    }

    [Theory]
    [InlineData("airport")]
    [InlineData("booking")]
    [InlineData("indexes")]
    public async Task Making_that_is_interrupted_leaves_nothing(string step)
    {
        await using var database = await OpenEmptyAsync();
        using var interruption = new CancellationTokenSource();
        var watcher = new Watcher(progress =>
        {
            if (progress.Step == step)
            {
                interruption.Cancel();
            }
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => database.PrepareAsync(watcher, interruption.Token));
        Assert.Equal(0L, await CountAsync("SELECT COUNT(*) FROM pg_namespace WHERE nspname = 'strata_lab'"));
    }

    [Fact]
    public async Task Two_that_make_the_data_at_once_make_it_once()
    {
        await using var one = await OpenEmptyAsync();
        await using var other = Open(_url);
        var summaries = await Task.WhenAll(one.PrepareAsync(null, Ct), other.PrepareAsync(null, Ct));
        Assert.Single(summaries, summary => summary.MadeNow);
        Assert.All(summaries, summary => Assert.Equal(FlightSchema.TotalRows, summary.TotalRows));
    }

    [Fact]
    public async Task A_schema_of_somebody_else_is_refused_and_left_as_it_is()
    {
        await using var database = await OpenEmptyAsync();
        await RunAsync("CREATE SCHEMA strata_lab CREATE TABLE passenger (passenger_id int)");
        var error = await Assert.ThrowsAsync<DatabaseException>(() => database.PrepareAsync(null, Ct));
        Assert.Contains("left as it is: it was not made by this program", error.Message, StringComparison.Ordinal);
        Assert.Equal(1L, await CountAsync("SELECT COUNT(*) FROM pg_tables WHERE schemaname = 'strata_lab'"));
    }

    [Fact]
    public async Task A_schema_that_lost_a_table_is_refused()
    {
        await using var database = await OpenMadeAsync();
        await RunAsync("DROP TABLE weatherdata");
        var error = await Assert.ThrowsAsync<DatabaseException>(() => database.PrepareAsync(null, Ct));
        Assert.Contains("a table or column is missing", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_whose_connection_was_cut_says_so_and_comes_back()
    {
        await using var database = await OpenMadeAsync();
        await database.PrepareAsync(null, Ct);
        await using var session = await database.OpenSessionAsync(Ct);
        Assert.Equal(GeneratedFlights.Answer(4), await session.ReadAsync(4, Ct));
        await RunAsync(
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity "
            + "WHERE datname = current_database() AND application_name = 'strata lab'");
        await Assert.ThrowsAsync<DatabaseException>(() => session.ReadAsync(4, Ct).AsTask());
        Assert.Equal(GeneratedFlights.Answer(4), await session.ReadAsync(4, Ct));
        Assert.NotNull(await session.BookAsync(4, Ct));
    }

    [Fact]
    public async Task Nobody_at_the_port_gets_a_sentence_with_host_and_port()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        var error = await FailureAsync($"postgres://me:topsecret@127.0.0.1:{port}/flights");
        Assert.Equal($"PostgreSQL at 127.0.0.1:{port} cannot be reached: nothing listens there.", error.Message);
    }

    [Fact]
    public async Task A_database_that_does_not_exist_gets_a_sentence()
    {
        var server = await postgres.ServerAsync();
        var error = await FailureAsync(server.Url("no_such_database"));
        Assert.Equal(
            $"PostgreSQL at 127.0.0.1:{server.Port} has no database 'no_such_database'.", error.Message);
    }

    [Fact]
    public async Task A_wrong_or_missing_password_gets_a_sentence_without_it()
    {
        PostgresFixture.SkipWithoutServer();
        await using var server = await PostgresServer.StartAsync(password: "p@ss/w:rd?");
        var wrong = await FailureAsync(server.Url(password: "topsecret"));
        Assert.Equal($"PostgreSQL at 127.0.0.1:{server.Port} refused the password of user 'postgres'.", wrong.Message);
        Assert.DoesNotContain("topsecret", wrong.ToString(), StringComparison.Ordinal);
        var missing = await FailureAsync($"postgres://postgres@127.0.0.1:{server.Port}/postgres");
        Assert.Contains("asks user 'postgres' for a password", missing.Message, StringComparison.Ordinal);
        await using var right = Open(server.Url());
        Assert.True((await right.PrepareAsync(null, Ct)).MadeNow);
    }

    [Fact]
    public async Task A_user_who_may_not_create_the_schema_gets_a_sentence()
    {
        var server = await postgres.ServerAsync();
        var name = await server.CreateDatabaseAsync();
        await server.RunSqlAsync("CREATE ROLE guest LOGIN");
        var error = await FailureAsync(server.Url(name, user: "guest"));
        Assert.Contains($"User 'guest' lacks a right in database '{name}'", error.Message, StringComparison.Ordinal);
        Assert.Contains("needs CREATE on the database", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_takes_no_more_connections_gets_a_sentence()
    {
        var server = await postgres.ServerAsync();
        await server.RunSqlAsync("CREATE ROLE crowd LOGIN CONNECTION LIMIT 0");
        var error = await FailureAsync(server.Url(user: "crowd"));
        Assert.Contains("takes no more connections", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_server_says_rarely_has_its_sentence_too()
    {
        var target = PostgresTarget.Parse("postgres://me:topsecret@host/flights");
        Assert.Equal(
            "PostgreSQL at host:5432 has no space left on its disk.",
            PostgresErrors.Explain(Refusal(PostgresErrorCodes.DiskFull), target).Message);
        Assert.Equal(
            "PostgreSQL at host:5432 is starting up or shutting down.",
            PostgresErrors.Explain(Refusal(PostgresErrorCodes.CannotConnectNow), target).Message);
        Assert.Equal(
            "PostgreSQL at host:5432 reports: what it said (XX000).",
            PostgresErrors.Explain(Refusal("XX000"), target).Message);
        Assert.Equal(
            "PostgreSQL at host:5432 did not answer in time.",
            PostgresErrors.Explain(new NpgsqlException("late", new TimeoutException()), target).Message);

        static PostgresException Refusal(string state) => new("what it said", "ERROR", "ERROR", state);
    }

    internal override async Task<IFlightDatabase> OpenMadeAsync(int seed = GeneratedFlights.Seed) =>
        Open(await postgres.CopyOfGeneratedFlightsAsync(), seed);

    internal override async Task<DbConnection> ConnectAsync()
    {
        var server = await postgres.ServerAsync();
        var settings = new NpgsqlConnectionStringBuilder(server.ConnectionString(new Uri(_url).AbsolutePath[1..]))
        {
            SearchPath = "strata_lab",
        };
        var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync(Ct);
        return connection;
    }

    private async Task<IFlightDatabase> OpenEmptyAsync()
    {
        var server = await postgres.ServerAsync();
        return Open(server.Url(await server.CreateDatabaseAsync()));
    }

    private IFlightDatabase Open(string url, int seed = GeneratedFlights.Seed)
    {
        _url = url;
        return FlightDatabases.Open(url, Path.GetTempPath(), seed, TimeProvider.System);
    }

    private async Task<DatabaseException> FailureAsync(string url)
    {
        await using var database = Open(url);
        return await Assert.ThrowsAsync<DatabaseException>(() => database.PrepareAsync(null, Ct));
    }

    private async Task<object?> CountAsync(string sql)
    {
        await using var connection = await ConnectAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync(Ct);
    }
}
