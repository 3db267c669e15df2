using System.Globalization;

namespace Strata.Testing;

/// <summary>
/// A Redis Cluster of a test's own: three masters and three replicas on free ports of 127.0.0.1. Its nodes can be
/// killed and started again, its masters changed, its slots moved.
/// </summary>
/// <remarks>
/// After a master was killed, the others go on to say that all is well for about the time that
/// <see cref="NodeTimeout"/> names, and somewhat more passes until the replica has taken over: so
/// <see cref="WaitUntilOkAsync"/> believes no node's word but looks whether every slot is served by one that runs.
/// </remarks>
public sealed class RedisCluster : IAsyncDisposable
{
    /// <summary>How long a node is silent until the others hold it for dead.</summary>
    public static readonly TimeSpan NodeTimeout = TimeSpan.FromSeconds(2);

    private const int NodeCount = 6;

    private static readonly TimeSpan PollEvery = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(60);

    private readonly RedisServerOptions _options;
    private readonly bool _ownsAuthority;
    private readonly List<RedisServer> _nodes = [];

    private RedisCluster(RedisServerOptions options)
    {
        Authority = options.Tls ? options.Authority ?? new TestAuthority() : null;
        _ownsAuthority = options.Authority is null;
        _options = options with { Authority = Authority };
    }

    /// <summary>The authority that signed the certificates of all nodes; null without TLS.</summary>
    public TestAuthority? Authority { get; }

    /// <summary>The six servers. Which of them are masters changes with every failure.</summary>
    public IReadOnlyList<RedisServer> Nodes => _nodes;

    /// <summary>Starts a cluster and waits until all its nodes are content.</summary>
    /// <param name="options">Password, TLS and arguments of every node; null for none.</param>
    public static async Task<RedisCluster> StartAsync(RedisServerOptions? options = null)
    {
        var cluster = new RedisCluster(options ?? new());
        try
        {
            for (var i = 0; i < NodeCount; i++)
            {
                cluster._nodes.Add(await RedisServer.StartAsync(cluster.NodeOptions()));
            }

            await cluster._nodes[0].CommandAsync(
                ["--cluster", "create", .. cluster._nodes.Select(Address), "--cluster-replicas", "1", "--cluster-yes"]);
            await cluster.WaitUntilOkAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>The slot of a key, as Redis itself counts it.</summary>
    public async Task<int> SlotOfAsync(string key) => int.Parse(
        await Running().First().CommandAsync("CLUSTER", "KEYSLOT", key), CultureInfo.InvariantCulture);

    /// <summary>The master that serves a slot now.</summary>
    public async Task<RedisServer> MasterOfAsync(int slot) =>
        (await ViewsAsync()).Single(view => view.Myself.IsMaster && view.Myself.Serves(slot)).Server;

    /// <summary>The master that serves a key now.</summary>
    public async Task<RedisServer> MasterOfAsync(string key) => await MasterOfAsync(await SlotOfAsync(key));

    /// <summary>The masters that run, in no order.</summary>
    public async Task<IReadOnlyList<RedisServer>> MastersAsync() =>
        [.. (await ViewsAsync()).Where(view => view.Myself.IsMaster).Select(view => view.Server)];

    /// <summary>The running replicas of a running master.</summary>
    public async Task<IReadOnlyList<RedisServer>> ReplicasOfAsync(RedisServer master)
    {
        var views = await ViewsAsync();
        var id = IdIn(views, master);
        return [.. views.Where(view => view.Myself.MasterId == id).Select(view => view.Server)];
    }

    /// <summary>All nodes as one of them sees them.</summary>
    public async Task<IReadOnlyList<ClusterNode>> ViewOfAsync(RedisServer server) =>
        ClusterNode.ParseAll(await server.CommandAsync("CLUSTER", "NODES"));

    /// <summary>
    /// Waits until every slot is served by a node that runs and all running nodes agree on it. Killed and paused
    /// nodes may stay away, as long as their slots are served.
    /// </summary>
    /// <exception cref="TimeoutException">It did not come to that within a minute; the message says how it stands.</exception>
    public Task WaitUntilOkAsync() => WaitUntilAsync(ClusterView.IsHealthy);

    /// <summary>Makes a replica the master of its slots, in peace with its master, and waits until all agree.</summary>
    public async Task FailOverAsync(RedisServer replica)
    {
        await replica.CommandAsync("CLUSTER", "FAILOVER");
        await WaitUntilAsync(views => ClusterView.IsHealthy(views)
            && views.Any(view => view.Server == replica && view.Myself.IsMaster));
    }

    /// <summary>
    /// Opens the move of a slot. From here its old master answers <c>ASK</c> for keys that it does not hold, and
    /// <c>TRYAGAIN</c> for several of which it holds some.
    /// </summary>
    public async Task BeginMoveAsync(int slot, RedisServer target)
    {
        var views = await ViewsAsync();
        var source = ServerOf(views, slot);
        await SetSlotAsync(target, slot, "IMPORTING", IdIn(views, source));
        await SetSlotAsync(source, slot, "MIGRATING", IdIn(views, target));
    }

    /// <summary>Moves keys of an open slot, so that their old master answers <c>ASK</c> for them.</summary>
    public async Task MoveKeysAsync(RedisServer target, params string[] keys)
    {
        var source = await MasterOfAsync(keys[0]);
        string[] login = _options.Password is { } password ? ["AUTH", password] : [];
        await source.CommandAsync(
            ["MIGRATE", "127.0.0.1", Text(target.Port), "", "0", "5000", "REPLACE", .. login, "KEYS", .. keys]);
    }

    /// <summary>
    /// Moves what an open slot still holds and closes the move: the old master answers <c>MOVED</c> from here on.
    /// </summary>
    public async Task EndMoveAsync(int slot, RedisServer target)
    {
        var views = await ViewsAsync();
        var source = ServerOf(views, slot);
        var targetId = IdIn(views, target);
        var keys = await source.CommandAsync("CLUSTER", "GETKEYSINSLOT", Text(slot), "1000000");
        if (keys.Length > 0)
        {
            await MoveKeysAsync(target, keys.Split('\n'));
        }

        await SetSlotAsync(target, slot, "NODE", targetId);
        foreach (var master in views.Where(view => view.Myself.IsMaster && view.Server != target))
        {
            await SetSlotAsync(master.Server, slot, "NODE", targetId);
        }

        await WaitUntilAsync(now => ClusterView.IsHealthy(now) && ServerOf(now, slot) == target);
    }

    /// <summary>Moves a slot and its keys to another master.</summary>
    public async Task MoveSlotAsync(int slot, RedisServer target)
    {
        await BeginMoveAsync(slot, target);
        await EndMoveAsync(slot, target);
    }

    /// <summary>Starts the nodes that were killed, lets paused ones go on, and waits until all six are content.</summary>
    /// <remarks>
    /// A master that comes back before a replica has taken over comes back empty: its keys are lost. One that comes
    /// back later becomes a replica.
    /// </remarks>
    public async Task HealAsync()
    {
        foreach (var node in _nodes)
        {
            if (!node.IsRunning)
            {
                await node.RestartAsync();
            }
            else if (node.IsPaused)
            {
                node.Resume();
            }
        }

        await WaitUntilAsync(views => views.Count == NodeCount && ClusterView.IsHealthy(views));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }

        if (_ownsAuthority)
        {
            Authority?.Dispose();
        }
    }

    // A replica takes over however long it had no word of its master, never leaves it for another,
    // and copies its data at once instead of waiting five seconds for more replicas to come.
    private RedisServerOptions NodeOptions() => _options with
    {
        Arguments =
        [
            "--cluster-enabled", "yes",
            "--cluster-config-file", "nodes.conf",
            "--cluster-node-timeout", Text((int)NodeTimeout.TotalMilliseconds),
            "--cluster-replica-validity-factor", "0",
            "--cluster-allow-replica-migration", "no",
            "--repl-diskless-sync-delay", "0",
            .. _options.Tls ? (string[])["--tls-cluster", "yes", "--tls-replication", "yes"] : [],
            .. _options.Arguments,
        ],
    };

    private IEnumerable<RedisServer> Running() => _nodes.Where(node => node is { IsRunning: true, IsPaused: false });

    private async Task<IReadOnlyList<ClusterView>> ViewsAsync() =>
        [.. (await Task.WhenAll(Running().Select(ClusterView.AskAsync))).OfType<ClusterView>()];

    private async Task WaitUntilAsync(Func<IReadOnlyList<ClusterView>, bool> isTrue)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var running = Running().Count();
            var views = await ViewsAsync();
            if (views.Count == running && isTrue(views))
            {
                return;
            }

            if (TimeProvider.System.GetElapsedTime(start) > WaitMax)
            {
                throw new TimeoutException(
                    $"The cluster is not content after {WaitMax.TotalSeconds} s. {views.Count} of {NodeCount} answer:\n"
                    + string.Join("\n", views));
            }

            await Task.Delay(PollEvery, TimeProvider.System);
        }
    }

    private static Task SetSlotAsync(RedisServer server, int slot, string state, string id) =>
        server.CommandAsync("CLUSTER", "SETSLOT", Text(slot), state, id);

    private static RedisServer ServerOf(IReadOnlyList<ClusterView> views, int slot) =>
        views.Single(view => view.Myself.IsMaster && view.Myself.Serves(slot)).Server;

    private static string IdIn(IReadOnlyList<ClusterView> views, RedisServer server) =>
        views.Single(view => view.Server == server).Myself.Id;

    private static string Address(RedisServer server) => $"127.0.0.1:{Text(server.Port)}";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
