using Strata.Redis;

namespace Strata.Layers.Tests.Redis;

/// <summary>What a node keeps in memory goes when somebody else changes it on the server.</summary>
[Trait("Category", "Slow")]
public sealed class CoherenceTests(RedisServerFixture servers) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static int _prefixes;

    private readonly string _prefix = $"coherence{Interlocked.Increment(ref _prefixes)}:";
    private readonly List<Node> _nodes = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.Cache.DisposeAsync();
        }
    }

    [Theory]
    [InlineData("SET", "{0}", "by somebody else")]
    [InlineData("DEL", "{0}")]
    [InlineData("APPEND", "{0}", "!")]
    [InlineData("PEXPIREAT", "{0}", "1")]
    [InlineData("RENAME", "{0}", "{0}.away")]
    [InlineData("FLUSHALL")]
    public async Task A_copy_goes_when_another_program_changes_the_key(params string[] command)
    {
        await using var server = await RedisServerFixture.StartAsync();
        var node = await NodeAsync(server.Url());
        await node.Cache.SetAsync("k", "ours", cancellationToken: Token);
        Assert.True(node.Cache.TryGet("k", out var value) && value == "ours");

        await server.CommandAsync([.. command.Select(word => word.Replace("{0}", $"{_prefix}k"))]);
        await node.GoneAsync("k");

        Assert.False(node.Cache.TryGet("k", out _));
        Assert.False((await node.Cache.GetAsync("k", Token)).Found);
    }

    [Fact]
    public async Task A_copy_that_was_read_or_written_alone_or_with_others_goes_when_another_node_writes()
    {
        var server = await servers.ServerAsync();
        var one = await NodeAsync(server.Url());
        var two = await NodeAsync(server.Url());
        await two.Cache.SetManyAsync([new("read", "1"), new("read many", "1")], cancellationToken: Token);
        await one.Cache.GetAsync("read", Token);
        await one.Cache.GetManyAsync(["read many"], Token);
        await one.Cache.SetAsync("written", "1", cancellationToken: Token);
        await one.Cache.SetManyAsync([new("written many", "1")], cancellationToken: Token);
        await one.Cache.GetOrLoadAsync("loaded", (_, _) => new("1"), cancellationToken: Token);
        foreach (var key in (string[])["read", "read many", "written", "written many", "loaded"])
        {
            Assert.True(one.Cache.TryGet(key, out var before) && before == "1", key);
            await two.Cache.SetAsync(key, "2", cancellationToken: Token);
            Assert.True(two.Cache.TryGet(key, out var own) && own == "2", key);
            await one.GoneAsync(key);
            Assert.Equal("2", (await one.Cache.GetAsync(key, Token)).Value);
            Assert.True(one.Cache.TryGet(key, out _), key);
            Assert.True(two.Cache.TryGet(key, out _), $"{key}: reading is no change");
        }
    }

    [Fact]
    public async Task A_copy_goes_when_the_key_expires_on_the_server()
    {
        var server = await servers.ServerAsync();
        var node = await NodeAsync(server.Url());
        await node.Cache.SetAsync("k", "1", cancellationToken: Token);
        await server.CommandAsync("PEXPIRE", $"{_prefix}k", "300");
        await node.GoneAsync("k");
        if ((await node.Cache.GetAsync("k", Token)).Found)
        {
            // Read again, with no deadline that memory knows of: only the server can end it.
            await node.GoneAsync("k");
        }

        Assert.False((await node.Cache.GetAsync("k", Token)).Found);
    }

    [Fact]
    public async Task A_copy_goes_when_the_server_evicts_the_key()
    {
        await using var server = await RedisServerFixture.StartAsync(
            new() { Arguments = ["--maxmemory", "4mb", "--maxmemory-policy", "allkeys-lru"] });
        var node = await NodeAsync(server.Url());
        await using var other = new RedisLayer<int, byte[]>(server.Url(), new() { KeyPrefix = "filling:" });
        await node.Cache.SetAsync("k", "1", cancellationToken: Token);
        var gone = node.GoneAsync("k");
        for (var i = 0; i < 20_000 && !gone.IsCompleted; i++)
        {
            await other.SetAsync(i, new Entry<byte[]>(new byte[10_000], Deadline.Never, 0), Token);
        }

        await gone;
        Assert.False((await node.Cache.GetAsync("k", Token)).Found);
    }

    [Fact]
    public async Task What_is_loaded_while_the_key_is_written_elsewhere_does_not_get_into_memory()
    {
        var server = await servers.ServerAsync();
        var node = await NodeAsync(server.Url());
        await node.Cache.SetAsync("k", "to be dropped", cancellationToken: Token);
        await node.Cache.RemoveAsync("k", Token);
        var value = await node.Cache.GetOrLoadAsync(
            "k",
            async (_, token) =>
            {
                await server.CommandAsync("SET", $"{_prefix}k", "new");

                // Another node's write arrives on the same connection before the answer to what is asked after it.
                await node.Layer.ContainsAsync("k", token);
                return "old";
            },
            cancellationToken: Token);
        Assert.Equal("old", value);
        Assert.False(node.Cache.TryGet("k", out _));
    }

    [Fact]
    public async Task While_the_connection_is_lost_memory_answers_nothing_and_keeps_nothing()
    {
        var server = await servers.ServerAsync();
        await using var proxy = new FaultProxy(server.Port);
        var node = await NodeAsync(server.Url(port: proxy.Port));
        await node.Cache.SetAsync("k", "1", cancellationToken: Token);
        Assert.True(node.Cache.TryGet("k", out _));

        var gone = node.GoneAsync("k");
        proxy.GoDown();
        await gone;
        Assert.False(node.Cache.TryGet("k", out _));
        Assert.Equal("loaded", await node.Cache.GetOrLoadAsync("k", (_, _) => new("loaded"), cancellationToken: Token));
        Assert.False(node.Cache.TryGet("k", out _));
        Assert.StartsWith("off: the connection is lost", node.Layer.Coherence, StringComparison.Ordinal);

        proxy.Heal();
        proxy.Accept();
        await node.TrustedAsync();
        Assert.Equal("1", (await node.Cache.GetAsync("k", Token)).Value);
        Assert.True(node.Cache.TryGet("k", out _));
    }

    [Fact]
    public async Task Closing_the_cache_is_no_failure_of_a_layer()
    {
        var server = await servers.ServerAsync();
        var failures = 0;
        for (var i = 0; i < 20; i++)
        {
            var cache = new Cache<string, string>(new CacheOptions<string, string>
            {
                Layers = [new MemoryLayer<string, string>(), new RedisLayer<string, string>(server.Url())],
                LayerFailed = _ => Interlocked.Increment(ref failures),
            });
            await cache.SetAsync("k", "v", cancellationToken: Token);
            await cache.DisposeAsync();
        }

        Assert.Equal(0, failures);
    }

    [Fact]
    public async Task A_server_that_falls_silent_is_given_up()
    {
        var server = await servers.ServerAsync();
        await using var proxy = new FaultProxy(server.Port);
        var node = await NodeAsync(server.Url(port: proxy.Port), TimeSpan.FromMilliseconds(50));
        await node.Cache.SetAsync("k", "1", cancellationToken: Token);
        var gone = node.GoneAsync("k");
        proxy.ToClient.IsBlackHole = true;
        await gone;
        Assert.False(node.Cache.TryGet("k", out _));
    }

    [Fact]
    public async Task No_node_sees_a_value_older_than_one_it_has_seen()
    {
        const int Keys = 4;
        const int WritesOfKey = 400;
        var server = await servers.ServerAsync();
        Node[] nodes = [await NodeAsync(server.Url()), await NodeAsync(server.Url()), await NodeAsync(server.Url())];
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var hits = 0;
        var readers = nodes.Select((node, at) => Task.Run(async () =>
        {
            var seen = new int[Keys];
            for (var turn = 0; !end.IsCancellationRequested; turn++)
            {
                var key = turn % Keys;
                if (node.Cache.TryGet($"{key}", out var text))
                {
                    Interlocked.Increment(ref hits);
                }
                else
                {
                    var answer = await node.Cache.GetAsync($"{key}", Token);
                    Assert.Equal([], answer.Failures.Select(failure => failure.Message));
                    text = answer.Found ? answer.Value : "0";
                }

                var number = int.Parse(text!, System.Globalization.CultureInfo.InvariantCulture);
                Assert.True(number >= seen[key], $"node {at} saw {number} of key {key} after {seen[key]}");
                seen[key] = number;
                await Task.Yield();
            }
        })).ToArray();

        // One writer a key, each time through another node.
        await Task.WhenAll(Enumerable.Range(0, Keys).Select(key => Task.Run(async () =>
        {
            for (var number = 1; number <= WritesOfKey; number++)
            {
                await nodes[(number + key) % nodes.Length].Cache.SetAsync($"{key}", $"{number}", cancellationToken: Token);
            }
        })));
        await end.CancelAsync();
        await Task.WhenAll(readers);
        foreach (var node in nodes)
        {
            // The server answers after all it pushed before.
            await node.Layer.ContainsAsync("none", Token);
            for (var key = 0; key < Keys; key++)
            {
                Assert.Equal($"{WritesOfKey}", (await node.Cache.GetAsync($"{key}", Token)).Value);
            }
        }

        Assert.True(hits > 0);
    }

    private async Task<Node> NodeAsync(string url, TimeSpan? heartbeat = null)
    {
        var node = new Node(url, _prefix, heartbeat ?? TimeSpan.FromSeconds(1));
        _nodes.Add(node);
        await node.TrustedAsync();
        return node;
    }

    private sealed class Node
    {
        private readonly Dictionary<string, TaskCompletionSource> _waits = [];

        public Node(string url, string prefix, TimeSpan heartbeat)
        {
            Memory = new MemoryLayer<string, string>(new() { EntryRemoved = (key, _, reason) => Removed(key, reason) });
            Layer = new RedisLayer<string, string>(
                url, new() { KeyPrefix = prefix, HeartbeatInterval = heartbeat, ConnectTimeout = Patience });
            Cache = new Cache<string, string>(Memory, Layer);
        }

        public MemoryLayer<string, string> Memory { get; }

        public RedisLayer<string, string> Layer { get; }

        public Cache<string, string> Cache { get; }

        /// <summary>Until memory does not hold the key.</summary>
        public async Task GoneAsync(string key)
        {
            Task wait;
            lock (_waits)
            {
                if (!Memory.Contains(key))
                {
                    return;
                }

                if (!_waits.TryGetValue(key, out var source))
                {
                    _waits[key] = source = new(TaskCreationOptions.RunContinuationsAsynchronously);
                }

                wait = source.Task;
            }

            await wait.WaitAsync(Patience, Token);
        }

        /// <summary>Until a value read through the layer stays in memory.</summary>
        public async Task TrustedAsync()
        {
            using var patience = new CancellationTokenSource(Patience);
            while (true)
            {
                patience.Token.ThrowIfCancellationRequested();
                if ((await Cache.GetOrLoadAsync("probe", (_, _) => new("x"), cancellationToken: Token)) == "x"
                    && Cache.TryGet("probe", out _))
                {
                    return;
                }

                await Task.Yield();
            }
        }

        private void Removed(string key, RemovalReason reason)
        {
            lock (_waits)
            {
                if (reason != RemovalReason.Replaced && _waits.Remove(key, out var wait))
                {
                    wait.SetResult();
                }
            }
        }
    }
}
