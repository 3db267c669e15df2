using Strata.Lab.Databases;
using Strata.Testing;

[assembly: AssemblyFixture(typeof(Strata.Lab.Tests.Databases.PostgresFixture))]

namespace Strata.Lab.Tests.Databases;

/// <summary>One PostgreSQL server for all tests here, started by the first that asks for it.</summary>
public sealed class PostgresFixture : IAsyncDisposable
{
    private readonly Lazy<Task<PostgresServer>> _server = new(() => PostgresServer.StartAsync());
    private readonly Lazy<Task<string>> _template;

    public PostgresFixture() => _template = new(MakeTemplateAsync);

    /// <summary>The server; the test is skipped where none is installed.</summary>
    public Task<PostgresServer> ServerAsync()
    {
        SkipWithoutServer();
        return _server.Value;
    }

    /// <summary>The URL of a database of the test's own with the data already in it.</summary>
    public async Task<string> CopyOfGeneratedFlightsAsync()
    {
        var server = await ServerAsync();
        var template = await _template.Value;
        var name = $"copy_{Guid.NewGuid():N}";
        await server.RunSqlAsync($"CREATE DATABASE {name} TEMPLATE {template}");
        return server.Url(name);
    }

    public static void SkipWithoutServer()
    {
        if (PostgresServer.WhyMissing() is { } reason)
        {
            Assert.Skip(reason);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_server.IsValueCreated)
        {
            await (await _server.Value).DisposeAsync();
        }
    }

    private async Task<string> MakeTemplateAsync()
    {
        var server = await _server.Value;
        var name = await server.CreateDatabaseAsync();
        await using var database = FlightDatabases.Open(
            server.Url(name), Path.GetTempPath(), GeneratedFlights.Seed, TimeProvider.System);
        await database.PrepareAsync(null, CancellationToken.None);
        return name;
    }
}
