[assembly: AssemblyFixture(typeof(Strata.Layers.Tests.Redis.RedisServerFixture))]

namespace Strata.Layers.Tests.Redis;

/// <summary>
/// One Redis server for all tests here that leave it running, started by the first that asks for it. A test takes
/// keys of its own; one that kills, pauses or fills a server starts its own.
/// </summary>
public sealed class RedisServerFixture : IAsyncDisposable
{
    private readonly Lazy<Task<RedisServer>> _server = new(() => RedisServer.StartAsync());

    /// <summary>The server; the test is skipped where none is installed.</summary>
    public Task<RedisServer> ServerAsync()
    {
        SkipWithoutServer();
        return _server.Value;
    }

    /// <summary>A server of the test's own; the test is skipped where none is installed.</summary>
    public static Task<RedisServer> StartAsync(RedisServerOptions? options = null)
    {
        SkipWithoutServer();
        return RedisServer.StartAsync(options);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server.IsValueCreated)
        {
            await (await _server.Value).DisposeAsync();
        }
    }

    private static void SkipWithoutServer()
    {
        if (RedisServer.WhyMissing() is { } reason)
        {
            Assert.Skip(reason);
        }
    }
}
