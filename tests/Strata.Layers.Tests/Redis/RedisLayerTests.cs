using Strata.Redis;

namespace Strata.Layers.Tests.Redis;

/// <summary>What the contract does not say: what stands on the server, and what is said when it goes wrong.</summary>
[Trait("Category", "Slow")]
public sealed class RedisLayerTests(RedisServerFixture servers, GarnetServerFixture garnets)
{
    private static readonly EntryOptions Forever = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("", "no URL")]
    [InlineData("localhost:6379", "does not begin with redis://")]
    [InlineData("http://localhost", "does not begin with redis://")]
    [InlineData("redis://", "")]
    [InlineData("redis://localhost/x", "its database 'x' is no number")]
    [InlineData("redis://:secret@localhost/-1", "its database '-1' is no number")]
    [InlineData("redis://localhost/1?a=b", "not known")]
    public void A_url_that_is_none_is_refused_without_its_password(string url, string reason)
    {
        var refused = Assert.ThrowsAny<ArgumentException>(() => new RedisLayer<string, string>(url));
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_password_is_said_with_the_host_and_without_the_password()
    {
        await using var server = await RedisServerFixture.StartAsync(new() { Password = "right" });
        await using var layer = new RedisLayer<string, string>(server.Url(password: "wr0ng"));
        var failure = await Assert.ThrowsAsync<LayerException>(async () => await layer.GetAsync("k", Token));
        Assert.Equal(FailureKind.Authentication, failure.Kind);
        Assert.Contains($"127.0.0.1:{server.Port}", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("wr0ng", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_for_another_name_is_refused()
    {
        await using var server = await RedisServerFixture.StartAsync(
            new() { Tls = true, CertificateNames = ["other.example"] });
        await using var layer = new RedisLayer<string, string>(server.Url());
        var failure = await Assert.ThrowsAsync<LayerException>(async () => await layer.GetAsync("k", Token));
        Assert.Equal(FailureKind.Authentication, failure.Kind);
        Assert.Contains("TLS with 127.0.0.1", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_said_at_once()
    {
        await using var server = await RedisServerFixture.StartAsync();
        await server.KillAsync();
        await using var layer = new RedisLayer<string, string>(server.Url());
        for (var attempt = 0; attempt < 3; attempt++)
        {
            var failure = await Assert.ThrowsAsync<LayerException>(async () => await layer.GetAsync("k", Token));
            Assert.Equal(FailureKind.Transient, failure.Kind);
            Assert.Contains($"cannot connect to 127.0.0.1:{server.Port}", failure.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_paused_server_times_out_and_its_late_replies_go_to_nobody_else()
    {
        await using var server = await RedisServerFixture.StartAsync();
        await using var layer = new RedisLayer<string, string>(server.Url(), new()
        {
            OperationTimeout = TimeSpan.FromMilliseconds(200),
            HeartbeatInterval = TimeSpan.FromMinutes(1) / 60 * 2,
        });
        await layer.SetAsync("a", Entry("1"), Token);
        await layer.SetAsync("b", Entry("2"), Token);
        server.Pause();
        var failure = await Assert.ThrowsAsync<LayerException>(async () => await layer.GetAsync("a", Token));
        server.Resume();
        Assert.Equal(FailureKind.Timeout, failure.Kind);
        Assert.Equal("2", (await layer.GetAsync("b", Token)).Value);
        Assert.Equal("1", (await layer.GetAsync("a", Token)).Value);
    }

    [Fact]
    public async Task Cancelling_one_of_many_leaves_the_others_their_answers()
    {
        var server = await servers.ServerAsync();
        await using var layer = new RedisLayer<int, string>(server.Url(), new() { KeyPrefix = "cancel:" });
        for (var key = 0; key < 50; key++)
        {
            await layer.SetAsync(key, Entry($"{key}"), Token);
        }

        for (var round = 0; round < 20; round++)
        {
            using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(Token);
            var gets = Enumerable.Range(0, 50)
                .Select(key => layer.GetAsync(key, key % 3 == 0 ? cancelled.Token : Token).AsTask()).ToArray();
            await cancelled.CancelAsync();
            for (var key = 0; key < 50; key++)
            {
                try
                {
                    Assert.Equal($"{key}", (await gets[key]).Value);
                }
                catch (OperationCanceledException)
                {
                    Assert.Equal(0, key % 3);
                }
            }
        }
    }

    [Fact]
    public async Task What_is_no_value_of_ours_is_not_there()
    {
        var server = await servers.ServerAsync();
        await using var layer = new RedisLayer<string, string>(server.Url(), new() { KeyPrefix = "foreign:" });
        await using var other = new RedisLayer<string, string>(
            server.Url(), new() { KeyPrefix = "foreign:", Codec = "another" });
        await server.CommandAsync("SET", "foreign:text", "just text");
        await server.CommandAsync("LPUSH", "foreign:list", "a");
        await other.SetAsync("codec", Entry("x"), Token);
        await layer.SetAsync("torn", Entry("whole"), Token);
        await server.CommandAsync("SETRANGE", "foreign:torn", "33", "?");

        Assert.False((await layer.GetAsync("text", Token)).Found);
        Assert.False((await layer.GetAsync("codec", Token)).Found);
        Assert.False((await layer.GetAsync("torn", Token)).Found);
        var failure = await Assert.ThrowsAsync<LayerException>(async () => await layer.GetAsync("list", Token));
        Assert.Equal(FailureKind.Permanent, failure.Kind);
        await layer.SetAsync("list", Entry("now ours"), Token);
        Assert.Equal("now ours", (await layer.GetAsync("list", Token)).Value);
    }

    [Fact]
    public async Task The_server_lets_an_entry_expire_by_itself()
    {
        var server = await servers.ServerAsync();
        await using var layer = new RedisLayer<string, string>(server.Url(), new() { KeyPrefix = "expire:" });
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        await layer.SetAsync("k", new Entry<string>("v", new Deadline(now + 60_000), now), Token);
        var left = int.Parse(await server.CommandAsync("PTTL", "expire:k"), System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(left, 30_000, 60_000);
    }

    [Fact]
    public async Task A_server_without_tracking_is_used_like_any_layer_and_memory_keeps_nothing()
    {
        var garnet = await garnets.ServerAsync();
        var layer = new RedisLayer<string, string>(garnet.Url());
        await using var cache = new Cache<string, string>(new MemoryLayer<string, string>(), layer);
        await cache.SetAsync("k", "v", Forever, Token);
        Assert.Equal("v", (await cache.GetAsync("k", Token)).Value);
        Assert.False(cache.TryGet("k", out _));
        Assert.Contains("has no CLIENT TRACKING", layer.Coherence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_layer_that_is_not_wanted_coherent_leaves_memory_alone()
    {
        var server = await servers.ServerAsync();
        var layer = new RedisLayer<string, string>(server.Url(), new() { KeyPrefix = "alone:", IsCoherent = false });
        await using var cache = new Cache<string, string>(new MemoryLayer<string, string>(), layer);
        await cache.SetAsync("k", "v", Forever, Token);
        Assert.True(cache.TryGet("k", out _));
        Assert.Equal("off: not wanted", layer.Coherence);
    }

    private static Entry<string> Entry(string value) => new(value, Deadline.Never, 0);
}
