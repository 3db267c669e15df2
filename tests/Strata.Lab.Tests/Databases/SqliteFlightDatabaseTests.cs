using System.Data.Common;
using System.Runtime.Versioning;
using Microsoft.Data.Sqlite;
using Strata.Lab.Databases;
using Strata.Lab.Databases.Schema;
using Strata.Lab.Databases.Sqlite;
using Strata.Testing;

namespace Strata.Lab.Tests.Databases;

public sealed class SqliteFlightDatabaseTests(SqliteMadeFile made) : FlightDatabaseContract, IDisposable
{
    private const string DefaultName = "flights-1-1.db";

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string ExplicitPath => _folder.File("explicit.db");

    private string DefaultPath => _folder.File(DefaultName);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_data_is_made_once_with_progress_and_kept()
    {
        var seen = new List<PreparationProgress>();
        await using (var database = OpenDefault())
        {
            var summary = await database.PrepareAsync(new Watcher(seen.Add), Ct);
            Assert.True(summary.MadeNow);
            Assert.Equal(FlightSchema.TotalRows, summary.TotalRows);
        }

        Assert.Equal(FlightSchema.Tables.Select(t => t.Name).Append("indexes"), seen.Select(p => p.Step).Distinct());
        Assert.Equal(seen.Select(p => p.RowsDone).Order(), seen.Select(p => p.RowsDone));
        Assert.Equal((FlightSchema.TotalRows, FlightSchema.TotalRows), (seen[^1].RowsDone, seen[^1].RowsTotal));
        Assert.Equal([DefaultName], Files());
        var written = File.GetLastWriteTimeUtc(DefaultPath);
        await using var again = OpenDefault();
        Assert.False((await again.PrepareAsync(null, Ct)).MadeNow);
        Assert.Equal(written, File.GetLastWriteTimeUtc(DefaultPath));
    }

    [Theory]
    [InlineData("airport")]
    [InlineData("booking")]
    [InlineData("indexes")]
    public async Task Making_that_is_interrupted_leaves_nothing(string step)
    {
        using var interruption = new CancellationTokenSource();
        var watcher = new Watcher(progress =>
        {
            if (progress.Step == step)
            {
                interruption.Cancel();
            }
        });
        await using var database = OpenDefault();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => database.PrepareAsync(watcher, interruption.Token));
        Assert.Empty(Files());
        Assert.True((await database.PrepareAsync(null, Ct)).MadeNow);
    }

    [Fact]
    public async Task What_a_killed_process_left_is_removed_after_an_hour()
    {
        var part = _folder.File($"{DefaultName}.0123.part");
        await File.WriteAllTextAsync(part, "half", Ct);
        var clock = new ManualClock(File.GetLastWriteTimeUtc(part).AddMinutes(59));
        await using (var database = OpenDefault(clock))
        {
            await database.PrepareAsync(null, Ct);
            Assert.True(File.Exists(part));
        }

        File.Delete(DefaultPath);
        clock.Advance(TimeSpan.FromMinutes(2));
        await using var later = OpenDefault(clock);
        await later.PrepareAsync(null, Ct);
        Assert.Equal([DefaultName], Files());
    }

    [Fact]
    public async Task Two_that_make_the_data_at_once_end_with_one_file()
    {
        await using var one = OpenDefault();
        await using var other = OpenDefault();
        var summaries = await Task.WhenAll(one.PrepareAsync(null, Ct), other.PrepareAsync(null, Ct));
        Assert.All(summaries, summary => Assert.Equal(FlightSchema.TotalRows, summary.TotalRows));
        Assert.Equal([DefaultName], Files());
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a database, and much too short")]
    [InlineData("sqlite")]
    public async Task A_file_of_somebody_else_is_refused_and_left_as_it_is(string content)
    {
        foreach (var (path, database) in new[] { (ExplicitPath, OpenExplicit()), (DefaultPath, OpenDefault()) })
        {
            await using var disposing = database;
            await MakeForeignFileAsync(path, content);
            var before = await File.ReadAllBytesAsync(path, Ct);
            var error = await Assert.ThrowsAsync<DatabaseException>(() => database.PrepareAsync(null, Ct));
            Assert.Contains(path, error.Message, StringComparison.Ordinal);
            Assert.Contains("left as it is", error.Message, StringComparison.Ordinal);
            Assert.Equal(before, await File.ReadAllBytesAsync(path, Ct));
        }
    }

    [Fact]
    public async Task A_damaged_file_that_was_named_is_refused_with_what_helps()
    {
        await using var database = await OpenMadeAsync();
        Damage(ExplicitPath);
        var error = await Assert.ThrowsAsync<DatabaseException>(() => database.PrepareAsync(null, Ct));
        Assert.Contains($"{ExplicitPath} cannot be used: it is damaged.", error.Message, StringComparison.Ordinal);
        Assert.Contains("delete this one and it is made again", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_labs_own_file_is_made_anew_when_it_is_damaged()
    {
        await made.CopyToAsync(DefaultPath);
        Damage(DefaultPath);
        await using var database = OpenDefault();
        var summary = await database.PrepareAsync(null, Ct);
        Assert.True(summary.MadeNow);
        Assert.Equal($"The file {DefaultPath} was made anew: it is damaged.", summary.Note);
        await using var session = await database.OpenSessionAsync(Ct);
        Assert.Equal(GeneratedFlights.Answer(4), await session.ReadAsync(4, Ct));
    }

    [Fact]
    public async Task A_file_that_is_damaged_during_a_run_gets_a_sentence()
    {
        await using var database = await OpenMadeAsync();
        await database.PrepareAsync(null, Ct);
        Damage(ExplicitPath);
        var error = await Assert.ThrowsAsync<DatabaseException>(
            async () =>
            {
                await using var session = await database.OpenSessionAsync(Ct);
                await session.ReadAsync(4, Ct);
            });
        Assert.Equal($"The file {ExplicitPath} is damaged; delete it and it is made again.", error.Message);
    }

    [Fact]
    public async Task A_booking_waits_for_the_writer_of_another_program()
    {
        await using var database = await OpenMadeAsync();
        await database.PrepareAsync(null, Ct);
        await using var session = await database.OpenSessionAsync(Ct);
        await using var other = (SqliteConnection)await ConnectAsync();
        await using var transaction = other.BeginTransaction(deferred: false);
        var booking = Task.Run(async () => await session.BookAsync(4, Ct), Ct);
        await using var reader = await database.OpenSessionAsync(Ct);
        Assert.Equal(GeneratedFlights.Answer(4), await reader.ReadAsync(4, Ct));
        Assert.False(booking.IsCompleted);
        transaction.Commit();
        Assert.Equal(GeneratedFlights.Answer(4).BookingCount + 1, (await booking)!.BookingCount);
    }

    [Fact]
    public async Task Two_programs_book_at_the_same_time()
    {
        await using var one = await OpenMadeAsync();
        await using var other = OpenExplicit();
        await one.PrepareAsync(null, Ct);
        await other.PrepareAsync(null, Ct);
        await using var firstSeats = await other.OpenSessionAsync(Ct);
        await Task.WhenAll(new[] { one, other }.Select(database => Task.Run(
            async () =>
            {
                await using var session = await database.OpenSessionAsync(Ct);
                for (var i = 0; i < 50; i++)
                {
                    await session.BookAsync(300 + i, Ct);
                }
            },
            Ct)));
        Assert.Equal(100, (await AddedBookingsAsync()).Count);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_gets_a_sentence()
    {
        var file = _folder.File("file");
        await File.WriteAllTextAsync(file, "in the way", Ct);
        await using var database = FlightDatabases.Open("sqlite", Path.Combine(file, "cache"), 1, TimeProvider.System);
        var error = await Assert.ThrowsAsync<DatabaseException>(() => database.PrepareAsync(null, Ct));
        Assert.Contains(file, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_must_not_be_written_gets_a_sentence()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no such modes.");
            return;
        }

        // Modes do not stop root, but nobody makes a file in /proc.
        var folder = OperatingSystem.IsLinux() && Environment.UserName == "root" ? "/proc" : ReadOnlyFolder();
        var path = Path.Combine(folder, "flights.db");
        await using var database = FlightDatabases.Open($"sqlite:{path}", _folder.Path, 1, TimeProvider.System);
        var error = await Assert.ThrowsAsync<DatabaseException>(() => database.PrepareAsync(null, Ct));
        Assert.Contains("cannot be opened for writing", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_disk_gets_a_sentence()
    {
        await made.CopyToAsync(ExplicitPath);
        await using var connection = (SqliteConnection)await ConnectAsync();
        SqliteFlightFile.Run(connection, "PRAGMA max_page_count = 1");
        var full = Assert.Throws<SqliteException>(
            () => SqliteFlightFile.Run(connection, "CREATE TABLE more AS SELECT * FROM booking"));
        Assert.Equal(
            $"No space is left on the disk of {ExplicitPath}.", SqliteErrors.Explain(full, ExplicitPath).Message);
    }

    internal override async Task<IFlightDatabase> OpenMadeAsync(int seed = GeneratedFlights.Seed)
    {
        await made.CopyToAsync(ExplicitPath);
        return OpenExplicit(seed);
    }

    internal override async Task<DbConnection> ConnectAsync()
    {
        var connection = new SqliteConnection($"Data Source={ExplicitPath};Pooling=False");
        await connection.OpenAsync(Ct);
        return connection;
    }

    private IFlightDatabase OpenExplicit(int seed = GeneratedFlights.Seed) =>
        FlightDatabases.Open($"sqlite:{ExplicitPath}", _folder.Path, seed, TimeProvider.System);

    private IFlightDatabase OpenDefault(TimeProvider? clock = null) =>
        FlightDatabases.Open("sqlite", _folder.Path, GeneratedFlights.Seed, clock ?? TimeProvider.System);

    private IEnumerable<string?> Files() => Directory.GetFiles(_folder.Path).Select(Path.GetFileName);

    [UnsupportedOSPlatform("windows")]
    private string ReadOnlyFolder()
    {
        var folder = Directory.CreateDirectory(_folder.File("read-only"));
        folder.UnixFileMode = UnixFileMode.UserRead | UnixFileMode.UserExecute;
        return folder.FullName;
    }

    private static async Task MakeForeignFileAsync(string path, string content)
    {
        if (content != "sqlite")
        {
            await File.WriteAllTextAsync(path, content, Ct);
            return;
        }

        await using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        await connection.OpenAsync(Ct);
        SqliteFlightFile.Run(connection, "CREATE TABLE passenger (passenger_id INTEGER PRIMARY KEY)");
    }

    // All but the header, so that the file still says whose it is.
    private static void Damage(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        var garbage = new byte[file.Length - 200];
        Array.Fill(garbage, (byte)0xA5);
        file.Position = 200;
        file.Write(garbage);
    }
}
