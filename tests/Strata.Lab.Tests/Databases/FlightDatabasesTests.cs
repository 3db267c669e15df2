using Strata.Lab.Databases;
using Strata.Lab.Databases.Postgres;

namespace Strata.Lab.Tests.Databases;

public sealed class FlightDatabasesTests
{
    [Theory]
    [InlineData("", "no database of that kind")]
    [InlineData("mysql://me@host/db", "no database of that kind")]
    [InlineData("SQLite", "no database of that kind")]
    [InlineData("sqlite:", "the path is empty")]
    [InlineData("sqlite:/", "the path is a folder")]
    [InlineData("postgres://", "the host is missing")]
    [InlineData("postgres://me:pw@:5432/db", "the host is missing")]
    [InlineData("postgres://me@host", "it must end in the name of one database")]
    [InlineData("postgres://me@host/", "it must end in the name of one database")]
    [InlineData("postgres://me@host/a/b", "it must end in the name of one database")]
    [InlineData("postgres://me@host:0/db", "the port must be a number from 1 to 65535")]
    [InlineData("postgres://me@host:65536/db", "the port must be a number from 1 to 65535")]
    [InlineData("postgres://me@host:-1/db", "the port must be a number from 1 to 65535")]
    [InlineData("postgres://me@host/db?color=red", "only sslmode=disable")]
    public void A_target_that_is_wrong_is_refused_with_what_is_wrong_and_the_known_forms(string target, string why)
    {
        var error = Assert.Throws<ArgumentException>(() => Open(target));
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
        Assert.EndsWith(
            "Known forms: sqlite, sqlite:PATH, postgres://user:password@host:port/database.",
            error.Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("postgres://me:topsecret@host:x/db", "postgres://me:***@host:x/db")]
    [InlineData("postgres://me:topsecret@host", "postgres://me:***@host")]
    [InlineData("postgres://me:a@topsecret@host", "postgres://me:***@host")]
    [InlineData("postgres://me:topsecret/x@host:y/db", "postgres://me:***@host:y/db")]
    [InlineData("postgres://me:topsecret", "postgres://me:***")]
    [InlineData("postgres://me:topsecret/db", "postgres://me:***")]
    [InlineData("postgres://host/db?password=topsecret", "postgres://host/db?password=***")]
    [InlineData("mysql://me:topsecret@host/db", "mysql://me:***@host/db")]
    [InlineData("Host=h;Username=me;Password=topsecret", "Host=h;Username=me;Password=***")]
    [InlineData("postgres://[::1]:99999/db", "postgres://[::1]:99999/db")]
    public void A_password_is_not_in_the_message(string target, string shown)
    {
        var error = Assert.Throws<ArgumentException>(() => Open(target));
        Assert.Contains($"'{shown}'", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("topsecret", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("postgres://me:pw@host:5433/db", "host", 5433, "db", "me", "pw")]
    [InlineData("postgresql://me:pw@host/db", "host", 5432, "db", "me", "pw")]
    [InlineData("POSTGRES://me@host/db?sslmode=require", "host", 5432, "db", "me", null)]
    [InlineData("postgres://me:@host/db", "host", 5432, "db", "me", "")]
    [InlineData("postgres://a%40b:p%2Fw%3A%25@[::1]:5433/d%20b", "::1", 5433, "d b", "a@b", "p/w:%")]
    [InlineData("postgres://me:p@ss/w:rd?@127.0.0.1:1/db", "127.0.0.1", 1, "db", "me", "p@ss/w:rd?")]
    public void A_url_is_taken_apart(
        string url, string host, int port, string database, string user, string? password)
    {
        var target = PostgresTarget.Parse(url);
        Assert.Equal(
            (host, port, database, user, password),
            (target.Host, target.Port, target.Database, target.User, target.Password));
    }

    [Fact]
    public void A_target_written_out_has_no_password() =>
        Assert.Equal("host:5432/db", PostgresTarget.Parse("postgres://me:topsecret@host/db").ToString());

    [Fact]
    public async Task A_database_is_shown_without_its_password()
    {
        await using var postgres = Open("postgres://me:topsecret@[::1]:5433/flights");
        Assert.Equal(("postgres", "postgres [::1]:5433/flights"), (postgres.Kind, postgres.DisplayName));
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        await using var sqlite = Open($"sqlite:{Path.Combine(home, "some", "flights.db")}");
        Assert.Equal(
            ("sqlite", $"sqlite ~{Path.DirectorySeparatorChar}{Path.Combine("some", "flights.db")}"),
            (sqlite.Kind, sqlite.DisplayName));
    }

    private static IFlightDatabase Open(string target) =>
        FlightDatabases.Open(target, Path.GetTempPath(), 1, TimeProvider.System);
}
