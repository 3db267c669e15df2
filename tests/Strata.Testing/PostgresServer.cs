using Npgsql;

namespace Strata.Testing;

/// <summary>
/// A PostgreSQL server of a test's own: in a temporary folder, on a free port of 127.0.0.1, stopped and
/// removed when it is disposed of. As root it runs as the user postgres, for the server refuses root.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    /// <summary>The superuser of every such server.</summary>
    public const string User = "postgres";

    private const int StartAttempts = 3;

    private static readonly string? Programs = FindPrograms();

    private readonly string _folder;
    private readonly string? _password;
    private int _databases;

    private PostgresServer(string folder, string? password)
    {
        _folder = folder;
        _password = password;
    }

    public int Port { get; private set; }

    /// <summary>
    /// Why tests that need a server cannot run here, or null when they can. With STRATA_REQUIRE_SERVERS=1
    /// a missing server is an error instead, so that nobody takes skipped tests for passed ones.
    /// </summary>
    /// <exception cref="InvalidOperationException">A server is required, and none is installed.</exception>
    public static string? WhyMissing() => Programs is not null
        ? null
        : ServerPrograms.Missing(
            "PostgreSQL is not installed: initdb and pg_ctl are neither in PATH nor in /usr/lib/postgresql.");

    /// <summary>Starts a server that lets everyone in, or asks for a password when one is given.</summary>
    /// <param name="password">The superuser's password; null for none.</param>
    /// <param name="durable">True to sync to disk as a real server does: for measuring, not for tests.</param>
    public static async Task<PostgresServer> StartAsync(string? password = null, bool durable = false)
    {
        if (WhyMissing() is { } reason)
        {
            throw new InvalidOperationException(reason);
        }

        var folder = Directory.CreateTempSubdirectory("strata-pg-").FullName;
        var server = new PostgresServer(folder, password);
        try
        {
            await server.InitialiseAsync();
            await server.LaunchAsync(durable);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>The server as a URL for people and programs.</summary>
    public string Url(string database = User, string user = User, string? password = null)
    {
        var secret = password ?? _password;
        var login = secret is null ? user : $"{user}:{Uri.EscapeDataString(secret)}";
        return $"postgres://{login}@127.0.0.1:{Port}/{database}";
    }

    /// <summary>The server as Npgsql's connection string, as the superuser and without a pool.</summary>
    public string ConnectionString(string database = User) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = Port,
        Username = User,
        Password = _password,
        Database = database,
        Pooling = false,
    }.ConnectionString;

    /// <summary>Makes an empty database with a name of its own, so that tests do not meet.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = $"test_{Interlocked.Increment(ref _databases)}";
        await RunSqlAsync($"CREATE DATABASE {name}");
        return name;
    }

    /// <summary>Runs a statement as the superuser.</summary>
    public async Task RunSqlAsync(string sql, string database = User)
    {
        await using var connection = new NpgsqlConnection(ConnectionString(database));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        ProcessEnd.Undo(StopAtExit);
        if (File.Exists(PidFile))
        {
            await RunAsync("pg_ctl", "stop", "-D", Cluster, "-m", "immediate", "-w");
        }

        Directory.Delete(_folder, recursive: true);
    }

    private string Cluster => Path.Combine(_folder, "data");

    private string Log => Path.Combine(_folder, "server.log");

    // pg_ctl stops the process whose id stands here, and no other.
    private string PidFile => Path.Combine(Cluster, "postmaster.pid");

    private async Task InitialiseAsync()
    {
        List<string> arguments = ["-D", Cluster, "-U", User, "-E", "UTF8", "--locale=C", "--no-sync"];
        if (_password is null)
        {
            arguments.AddRange(["-A", "trust"]);
        }
        else
        {
            var passwordFile = Path.Combine(_folder, "password");
            await File.WriteAllTextAsync(passwordFile, _password);
            arguments.AddRange(["-A", "scram-sha-256", "--pwfile", passwordFile]);
        }

        if (IsRoot)
        {
            await ServerPrograms.RunAsync("chown", ["-R", "postgres:", _folder]);
        }

        await RunAsync("initdb", [.. arguments]);
    }

    private async Task LaunchAsync(bool durable)
    {
        ProcessEnd.Do(StopAtExit);
        var speed = durable ? "" : " -c fsync=off -c full_page_writes=off";
        for (var attempt = 1; ; attempt++)
        {
            Port = PrivatePort.Next();
            var options = $"-p {Port} -k {_folder} -c listen_addresses=127.0.0.1{speed}";
            try
            {
                await RunAsync("pg_ctl", "start", "-D", Cluster, "-l", Log, "-o", options, "-w");
                return;
            }
            catch (InvalidOperationException) when (attempt < StartAttempts)
            {
                // Somebody took the port between looking and starting.
            }
        }
    }

    // A test run that is ended early still leaves no server behind.
    private void StopAtExit() => DisposeAsync().AsTask().Wait();

    private static bool IsRoot => !OperatingSystem.IsWindows() && Environment.UserName == "root";

    // Running to the end is safe: with -l the server writes to its log and holds no pipe of ours.
    private static Task RunAsync(string program, params string[] arguments)
    {
        var path = Path.Combine(Programs!, program);
        return IsRoot
            ? ServerPrograms.RunAsync("runuser", ["-u", User, "--", path, .. arguments])
            : ServerPrograms.RunAsync(path, arguments);
    }

    // The newest of the distribution's versions, else what PATH has.
    private static string? FindPrograms()
    {
        const string Versions = "/usr/lib/postgresql";
        var installed = Directory.Exists(Versions)
            ? Directory.GetDirectories(Versions)
                .OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), out var version) ? version : 0)
                .Select(folder => Path.Combine(folder, "bin"))
            : [];
        var inPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return installed.Concat(inPath).FirstOrDefault(folder =>
            File.Exists(ServerPrograms.FileIn(folder, "initdb"))
            && File.Exists(ServerPrograms.FileIn(folder, "pg_ctl")));
    }
}
