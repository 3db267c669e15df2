[assembly: AssemblyFixture(typeof(Strata.Layers.Tests.Redis.GarnetServerFixture))]

namespace Strata.Layers.Tests.Redis;

/// <summary>One Garnet server for all tests here that leave it running, started by the first that asks for it.</summary>
public sealed class GarnetServerFixture : IAsyncDisposable
{
    private readonly Lazy<Task<GarnetServer>> _server = new(() => GarnetServer.StartAsync());

    /// <summary>The server; the test is skipped where none is installed.</summary>
    public Task<GarnetServer> ServerAsync()
    {
        SkipWithoutServer();
        return _server.Value;
    }

    /// <summary>A server of the test's own; the test is skipped where none is installed.</summary>
    public static Task<GarnetServer> StartAsync(params string[] arguments)
    {
        SkipWithoutServer();
        return GarnetServer.StartAsync(arguments);
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
        if (GarnetServer.WhyMissing() is { } reason)
        {
            Assert.Skip(reason);
        }
    }
}
