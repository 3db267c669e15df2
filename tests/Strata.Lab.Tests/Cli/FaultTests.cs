using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Strata.Lab.Tests.Databases;
using Strata.Testing;

namespace Strata.Lab.Tests.Cli;

public sealed class FaultTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Category", "Slow")]
    public async Task A_server_that_is_killed_costs_failures_and_neither_the_log_nor_the_run()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "PostgreSQL is started on Linux and macOS only.");
        PostgresFixture.SkipWithoutServer();
        await using var server = await PostgresServer.StartAsync();
        using var strata = new StrataProcess();
        var made = await strata.RunAsync($"bench --database {server.Url()} -t 1 -q 1 --cache memory --baseline 0");
        Assert.Equal((0, ""), (made.Exit, made.Error));
        await using var watch = await TellOfBookingsAsync(server);

        using var process = strata.Start(
            $"bench --database {server.Url()} -t 4 -r 50 --duration 5 --cache memory --baseline 0 --out run.json");
        var output = process.StandardOutput.ReadToEndAsync(Ct);
        var error = process.StandardError.ReadToEndAsync(Ct);
        for (var booked = 0; booked < 20; booked++)
        {
            Assert.True(await watch.WaitAsync(Patience, Ct), "The run booked nothing.");
        }

        var tidyUp = await KillAsync(watch);
        var (exit, shown, complaints) = await StrataProcess.EndOfAsync(process, output, error, Patience);
        await tidyUp();
        Assert.InRange(exit, 0, 1);
        Assert.DoesNotContain("   at ", shown + complaints, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled", shown + complaints, StringComparison.Ordinal);
        var log = RunLog.Read(Path.Combine(strata.Folder, "run.json"));
        Assert.InRange(log.Failures!.Count, 1, long.MaxValue);
        Assert.InRange(log.Summary.TotalQueries, 20, long.MaxValue);
        Assert.False(log.Run!.Interrupted);
        Assert.All(
            log.Failures.Messages,
            message => Assert.Contains($"127.0.0.1:{server.Port}", message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_that_does_not_let_the_command_in_is_named_in_one_line_without_the_password()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "PostgreSQL is started on Linux and macOS only.");
        PostgresFixture.SkipWithoutServer();
        await using var server = await PostgresServer.StartAsync(password: "correct-horse");
        await RefusesAsync(server.Url(password: "hunter2"), "password", $"127.0.0.1:{server.Port}");
        await RefusesAsync(server.Url("nowhere"), "'nowhere'", $"127.0.0.1:{server.Port}");
        await RefusesAsync(
            $"postgres://postgres@127.0.0.1:{server.Port}/postgres", "password", $"127.0.0.1:{server.Port}");
    }

    [Theory]
    [InlineData("postgres://strata:hunter2@nowhere.invalid/flights", "nowhere.invalid:5432")]
    [InlineData("postgres://strata:hunter2@127.0.0.1:1/flights", "127.0.0.1:1")]
    [InlineData("postgres://strata:hunter2@[::1]:1/flights", "[::1]:1")]
    public Task A_server_that_cannot_be_reached_is_named_in_one_line(string url, string server) =>
        RefusesAsync(url, "cannot be reached", server);

    [Fact]
    public async Task Numbers_are_the_same_wherever_the_user_lives()
    {
        using var strata = new StrataProcess();
        SampleLogs.Full().Write(Path.Combine(strata.Folder, "run.json"));
        foreach (var arguments in (string[])["plot explain run.json -p", "bench --help", "bench -t 5000"])
        {
            Assert.Equal(
                await RunInAsync(strata, "C.UTF-8", arguments), await RunInAsync(strata, "de_DE.UTF-8", arguments));
        }

        var (exit, report) = await RunInAsync(
            strata, "de_DE.UTF-8", "bench -t 2 -q 600 --cache memory --baseline 0 --out own.json --html own.html");
        Assert.Equal(0, exit);
        Assert.Contains("1,200", report, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"\d,\d{1,2}(?!\d)", report);
        Assert.Equal(1200, RunLog.Read(Path.Combine(strata.Folder, "own.json")).Summary.TotalQueries);
    }

    [Fact]
    public async Task Ctrl_C_while_the_flight_data_is_made_leaves_nothing_half_made()
    {
        StrataProcess.SkipWhereInterruptIsIgnored();
        const int Attempts = 10;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (await IsInterruptedWhileMakingAsync())
            {
                return;
            }
        }

        Assert.Fail($"In {Attempts} runs the signal never came before the data was made.");
    }

    /// <summary>False if the data was whole before the signal came, as on a machine that is very busy.</summary>
    private static async Task<bool> IsInterruptedWhileMakingAsync()
    {
        using var strata = new StrataProcess();
        Directory.CreateDirectory(strata.CacheFolder);
        using var begun = new SemaphoreSlim(0);
        using var watcher = new FileSystemWatcher(strata.CacheFolder, "*.part") { EnableRaisingEvents = true };
        watcher.Created += (_, _) => begun.Release();
        using var process = strata.Start("bench -t 1 -q 10 --cache memory --baseline 0");
        var output = process.StandardOutput.ReadToEndAsync(Ct);
        var error = process.StandardError.ReadToEndAsync(Ct);
        Assert.True(await begun.WaitAsync(Patience, Ct), "No flight data was begun.");

        StrataProcess.Interrupt(process);
        var (exit, shown, complaints) = await StrataProcess.EndOfAsync(process, output, error, Patience);
        if (Directory.EnumerateFiles(strata.CacheFolder, "flights-*.db").Any())
        {
            return false;
        }

        Assert.Equal((130, ""), (exit, complaints));
        Assert.Contains("nothing was written", shown, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(strata.CacheFolder));
        Assert.Empty(strata.Logs);
        return true;
    }

    private static async Task RefusesAsync(string url, params string[] names)
    {
        using var strata = new StrataProcess();
        var (exit, output, error) = await strata.RunAsync($"bench --database {url} --cache memory");
        Assert.Equal((1, ""), (exit, output));
        var line = Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.All(names, name => Assert.Contains(name, line, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", line, StringComparison.Ordinal);
        Assert.All(
            ["hunter2", "correct-horse"],
            secret => Assert.DoesNotContain(secret, line, StringComparison.Ordinal));
        Assert.Empty(strata.Logs);
    }

    private static async Task<(int Exit, string Shown)> RunInAsync(StrataProcess strata, string place, string arguments)
    {
        var command = Path.Combine(AppContext.BaseDirectory, "Strata.Cli.dll");
        var start = new ProcessStartInfo("dotnet", $"\"{command}\" {arguments}")
        {
            WorkingDirectory = strata.Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["XDG_CACHE_HOME"] = Path.GetDirectoryName(strata.CacheFolder);
        start.Environment["LANG"] = start.Environment["LC_ALL"] = place;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(Ct);
        var error = process.StandardError.ReadToEndAsync(Ct);
        var (exit, shown, complaints) = await StrataProcess.EndOfAsync(process, output, error);
        return (exit, shown + complaints);
    }

    /// <summary>A connection that hears of each booking as it is committed.</summary>
    private static async Task<NpgsqlConnection> TellOfBookingsAsync(PostgresServer server)
    {
        await server.RunSqlAsync(
            """
            CREATE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql AS
              $$ BEGIN NOTIFY booked; RETURN NULL; END $$;
            CREATE TRIGGER tell AFTER INSERT ON strata_lab.booking EXECUTE FUNCTION tell();
            """);
        var watch = new NpgsqlConnection(server.ConnectionString());
        await watch.OpenAsync(Ct);
        await using var listen = new NpgsqlCommand("LISTEN booked", watch);
        await listen.ExecuteNonQueryAsync(Ct);
        return watch;
    }

    /// <summary>
    /// Kills the server as a crash would. Its file of the process id goes too: there is nothing to stop.
    /// </summary>
    /// <returns>
    /// Gives back the shared memory a killed server leaves behind: its program does so when it runs on the same
    /// folder again.
    /// </returns>
    private static async Task<Func<Task>> KillAsync(NpgsqlConnection connection)
    {
        await using var ask = new NpgsqlCommand("SHOW data_directory", connection);
        var data = (string)(await ask.ExecuteScalarAsync(Ct))!;
        var pidFile = Path.Combine(data, "postmaster.pid");
        var pid = int.Parse((await File.ReadAllLinesAsync(pidFile, Ct))[0], CultureInfo.InvariantCulture);
        using var postmaster = Process.GetProcessById(pid);
        string[] single = [postmaster.MainModule!.FileName, "--single", "-D", data, PostgresServer.User];
        postmaster.Kill();
        File.Delete(pidFile);
        return async () =>
        {
            string[] line = Environment.UserName == "root"
                ? ["runuser", "-u", "postgres", "--", .. single]
                : single;
            using var process = Process.Start(new ProcessStartInfo(line[0], line[1..])
            {
                WorkingDirectory = Path.GetTempPath(),
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            process.StandardInput.Close();
            var (exit, _, said) = await StrataProcess.EndOfAsync(
                process, process.StandardOutput.ReadToEndAsync(Ct), process.StandardError.ReadToEndAsync(Ct));
            Assert.True(exit == 0, said);
        };
    }
}
