using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Strata.Lab.Databases;
using Strata.Lab.Databases.Generation;
using Strata.Lab.Databases.Schema;

namespace Strata.Lab.Tests.Databases;

/// <summary>What every flight database does, whichever way it stores its rows.</summary>
public abstract class FlightDatabaseContract
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Opens a database of the test's own in which the data is made already.</summary>
    internal abstract Task<IFlightDatabase> OpenMadeAsync(int seed = GeneratedFlights.Seed);

    /// <summary>A plain connection to the database that <see cref="OpenMadeAsync"/> opened last.</summary>
    internal abstract Task<DbConnection> ConnectAsync();

    [Fact]
    public async Task Data_that_is_there_is_checked_and_used()
    {
        await using var database = await OpenMadeAsync();
        var seen = new List<PreparationProgress>();
        var summary = await database.PrepareAsync(new Watcher(seen.Add), Ct);
        Assert.False(summary.MadeNow);
        Assert.Null(summary.Note);
        Assert.Empty(seen);
        Assert.Equal(
            FlightSchema.Tables.Select(table => new TableRows(table.Name, table.Rows)), summary.Tables);
        Assert.Equal(FlightSchema.TotalRows, summary.TotalRows);
    }

    [Fact]
    public async Task Every_table_holds_exactly_the_generated_rows()
    {
        await using var database = await OpenMadeAsync();
        await using var connection = await ConnectAsync();
        foreach (var table in FlightSchema.Tables)
        {
            Assert.Equal((table.Name, GeneratedFlights.Checksum(table)), (table.Name, await ChecksumAsync(connection, table)));
        }
    }

    [Fact]
    public async Task A_read_answers_what_follows_from_the_generated_rows()
    {
        await using var database = await OpenMadeAsync();
        await database.PrepareAsync(null, Ct);
        await using var session = await database.OpenSessionAsync(Ct);
        var most = GeneratedFlights.AllAnswers.MaxBy(answer => answer.BookingCount)!.PassengerId;
        foreach (var id in Enumerable.Range(0, 500).Select(n => 4 + (n * 69)).Concat([4, 34_999, most]))
        {
            var answer = await session.ReadAsync(id, Ct);
            Assert.Equal(GeneratedFlights.Answer(id), answer);
            Assert.Equal(JsonSerializer.Serialize(GeneratedFlights.Answer(id)), JsonSerializer.Serialize(answer));
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(35_000)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public async Task A_passenger_who_does_not_exist_reads_and_books_nothing(int passengerId)
    {
        await using var database = await OpenMadeAsync();
        await database.PrepareAsync(null, Ct);
        await using var session = await database.OpenSessionAsync(Ct);
        Assert.Null(await session.ReadAsync(passengerId, Ct));
        Assert.Null(await session.BookAsync(passengerId, Ct));
        Assert.Empty(await AddedBookingsAsync());
    }

    [Fact]
    public async Task A_booking_is_committed_before_it_is_answered()
    {
        await using var database = await OpenMadeAsync();
        await database.PrepareAsync(null, Ct);
        await using var session = await database.OpenSessionAsync(Ct);
        var before = GeneratedFlights.Answer(4711);
        var after = await session.BookAsync(4711, Ct);
        Assert.Equal(
            before with { BookingCount = before.BookingCount + 1, TotalPrice = before.TotalPrice + 1000.00m }, after);
        var row = Assert.Single(await AddedBookingsAsync());
        Assert.Equal((PassengerTables.Bookings + 1, 4711, 1000.00m), (row.Id, row.Passenger, row.Price));
    }

    [Fact]
    public async Task Bookings_stay_until_they_are_taken_away_and_the_next_are_numbered_as_before()
    {
        await using var database = await OpenMadeAsync();
        await database.PrepareAsync(null, Ct);
        await using var session = await database.OpenSessionAsync(Ct);
        for (var i = 0; i < 3; i++)
        {
            await session.BookAsync(100, Ct);
        }

        var summary = await database.PrepareAsync(null, Ct);
        Assert.Equal(PassengerTables.Bookings + 3, summary.Tables.Single(t => t.Table == "booking").Rows);
        var last = await database.LastBookingAsync(Ct);
        Assert.Equal((await AddedBookingsAsync()).Max(row => row.Id), last);
        Assert.Equal(1, await database.TakeAwayBookingsAsync(last - 1, Ct));
        Assert.Equal(2, await database.TakeAwayBookingsAsync(null, Ct));
        Assert.Equal(0, await database.TakeAwayBookingsAsync(1, Ct));
        Assert.Equal(PassengerTables.Bookings, await database.LastBookingAsync(Ct));
        Assert.Equal(GeneratedFlights.Answer(100), await session.ReadAsync(100, Ct));
        await session.BookAsync(100, Ct);
        Assert.Equal(PassengerTables.Bookings + 1, Assert.Single(await AddedBookingsAsync()).Id);
    }

    [Fact]
    public async Task Eight_sessions_book_at_the_same_time()
    {
        const int Sessions = 8;
        const int Each = 25;
        await using var database = await OpenMadeAsync();
        await database.PrepareAsync(null, Ct);
        using var start = new Barrier(Sessions);
        await Task.WhenAll(Enumerable.Range(0, Sessions).Select(n => Task.Factory.StartNew(
            async () =>
            {
                await using var session = await database.OpenSessionAsync(Ct);
                start.SignalAndWait(Ct);
                for (var i = 0; i < Each; i++)
                {
                    Assert.NotNull(await session.BookAsync(1_000 + n, Ct));
                }
            },
            TaskCreationOptions.LongRunning).Unwrap()));
        var byPassenger = (await AddedBookingsAsync()).CountBy(row => row.Passenger).ToDictionary();
        Assert.Equal(Sessions, byPassenger.Count);
        Assert.All(byPassenger.Values, count => Assert.Equal(Each, count));
    }

    [Fact]
    public async Task A_session_draws_anew_when_the_seat_is_taken()
    {
        await using var database = await OpenMadeAsync();
        await database.PrepareAsync(null, Ct);
        await using var session = await database.OpenSessionAsync(Ct);
        var draws = FreeDraws();
        Assert.InRange(draws.Length, 2, RandomSeats.Attempts);
        await TakeAsync(draws[..^1]);
        Assert.NotNull(await session.BookAsync(200, Ct));
        var booked = Assert.Single(await AddedBookingsAsync(), row => row.Passenger == 200);
        Assert.Equal(draws[^1], (booked.Flight, booked.Seat));
    }

    [Fact]
    public async Task A_session_gives_up_after_the_fifth_retry_and_books_nothing()
    {
        await using var database = await OpenMadeAsync();
        await database.PrepareAsync(null, Ct);
        await using var session = await database.OpenSessionAsync(Ct);
        await TakeAsync(FreeDraws());
        var error = await Assert.ThrowsAsync<DatabaseException>(() => session.BookAsync(200, Ct).AsTask());
        Assert.Contains("No free seat", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(await AddedBookingsAsync(), row => row.Passenger == 200);
        Assert.NotNull(await session.BookAsync(200, Ct));
    }

    [Fact]
    public async Task Data_of_another_seed_is_refused()
    {
        await using var database = await OpenMadeAsync(seed: 7);
        var error = await Assert.ThrowsAsync<DatabaseException>(() => database.PrepareAsync(null, Ct));
        Assert.Contains("its seed is 1, and 7 is wanted", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_that_lost_a_row_is_refused()
    {
        await using var database = await OpenMadeAsync();
        await RunAsync("DELETE FROM booking WHERE booking_id = 1");
        var error = await Assert.ThrowsAsync<DatabaseException>(() => database.PrepareAsync(null, Ct));
        Assert.Contains(
            "its table booking has 124999 rows instead of 125000", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_that_lost_its_mark_is_refused()
    {
        await using var database = await OpenMadeAsync();
        await RunAsync($"DROP TABLE {LabMarker.Table}");
        await Assert.ThrowsAsync<DatabaseException>(() => database.PrepareAsync(null, Ct));
    }

    [Fact]
    public async Task A_session_before_the_preparation_is_a_mistake()
    {
        await using var database = await OpenMadeAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(() => database.OpenSessionAsync(Ct).AsTask());
    }

    [Fact]
    public async Task A_call_that_was_cancelled_does_nothing()
    {
        await using var database = await OpenMadeAsync();
        await database.PrepareAsync(null, Ct);
        await using var session = await database.OpenSessionAsync(Ct);
        var cancelled = new CancellationToken(canceled: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => session.ReadAsync(4, cancelled).AsTask());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => session.BookAsync(4, cancelled).AsTask());
        Assert.Empty(await AddedBookingsAsync());
        Assert.Equal(GeneratedFlights.Answer(4), await session.ReadAsync(4, Ct));
    }

    private protected async Task RunAsync(string sql)
    {
        await using var connection = await ConnectAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(Ct);
    }

    private protected async Task<List<AddedBooking>> AddedBookingsAsync()
    {
        await using var connection = await ConnectAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT booking_id, flight_id, seat, passenger_id, price FROM booking "
            + $"WHERE booking_id > {PassengerTables.Bookings} ORDER BY booking_id";
        await using var row = await command.ExecuteReaderAsync(Ct);
        var added = new List<AddedBooking>();
        while (await row.ReadAsync(Ct))
        {
            added.Add(new AddedBooking(
                row.GetInt32(0), row.GetInt32(1), row.GetString(2), row.GetInt32(3), Money(row.GetValue(4))));
        }

        return added;
    }

    /// <summary>What the first session will draw, none of it taken by the generated bookings.</summary>
    private static (int Flight, string Seat)[] FreeDraws()
    {
        var seats = RandomSeats.ForSession(0, 1);
        var taken = GeneratedFlights.Rows(PassengerTables.Booking).Select(row => ((int)row[1]!, (string)row[2]!)).ToHashSet();
        var draws = Enumerable.Range(0, RandomSeats.Attempts).Select(_ => seats.Next());
        return [.. draws.Where(draw => !taken.Contains(draw))];
    }

    private async Task TakeAsync((int Flight, string Seat)[] seats)
    {
        foreach (var (flight, seat) in seats)
        {
            await RunAsync(
                $"INSERT INTO booking (flight_id, seat, passenger_id, price) VALUES ({flight}, '{seat}', 5, 1.00)");
        }
    }

    private static async Task<ulong> ChecksumAsync(DbConnection connection, Table table)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT {SqlDialect.ColumnList(table)} FROM {table.Name}";
        await using var row = await command.ExecuteReaderAsync(Ct);
        var checksum = new RowChecksum();
        while (await row.ReadAsync(Ct))
        {
            checksum.StartRow();
            for (var i = 0; i < table.Columns.Count; i++)
            {
                Write(checksum, table.Columns[i].Type, row.IsDBNull(i) ? null : row.GetValue(i));
            }

            checksum.EndRow();
        }

        return checksum.Value;
    }

    private static void Write(RowChecksum row, ColumnType type, object? value)
    {
        var invariant = CultureInfo.InvariantCulture;
        switch (type)
        {
            case ColumnType.Integer:
                row.Integer(Convert.ToInt32(value, invariant));
                break;
            case ColumnType.Text:
                row.Text((string?)value);
                break;
            case ColumnType.Money:
                row.Money((long)(Money(value!) * 100));
                break;
            case ColumnType.Number:
                row.Number(Convert.ToDouble(value, invariant));
                break;
            case ColumnType.Boolean:
                row.Boolean(Convert.ToBoolean(value, invariant));
                break;
            case ColumnType.Date:
                row.Date(value is DateOnly date ? date : DateOnly.Parse((string)value!, invariant));
                break;
            case ColumnType.Time:
                row.Time(value is TimeOnly time ? time : TimeOnly.Parse((string)value!, invariant));
                break;
            default:
                row.Timestamp(value is DateTime instant ? instant : DateTime.Parse((string)value!, invariant));
                break;
        }
    }

    private static decimal Money(object value) =>
        decimal.Round(Convert.ToDecimal(value, CultureInfo.InvariantCulture), 2);

    private protected sealed record AddedBooking(int Id, int Flight, string Seat, int Passenger, decimal Price);
}
