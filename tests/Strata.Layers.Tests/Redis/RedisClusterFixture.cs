[assembly: AssemblyFixture(typeof(Strata.Layers.Tests.Redis.RedisClusterFixture))]

namespace Strata.Layers.Tests.Redis;

/// <summary>
/// One Redis Cluster for all tests here, started by the first that asks for it and healed for each. Its tests stand
/// in <see cref="Collection"/>, so that none of them kills a node under another.
/// </summary>
public sealed class RedisClusterFixture : IAsyncDisposable
{
    /// <summary>The collection of every test class that asks for the cluster.</summary>
    public const string Collection = "the Redis Cluster";

    private readonly Lazy<Task<RedisCluster>> _cluster = new(() => RedisCluster.StartAsync());

    /// <summary>The cluster with all its six nodes; the test is skipped where none is installed.</summary>
    public async Task<RedisCluster> ClusterAsync()
    {
        if (RedisServer.WhyMissing() is { } reason)
        {
            Assert.Skip(reason);
        }

        var cluster = await _cluster.Value;
        await cluster.HealAsync();
        return cluster;
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster.IsValueCreated)
        {
            await (await _cluster.Value).DisposeAsync();
        }
    }
}
