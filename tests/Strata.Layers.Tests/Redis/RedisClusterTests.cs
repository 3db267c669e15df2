namespace Strata.Layers.Tests.Redis;

/// <summary>The cluster of the tests does what its methods say.</summary>
[Trait("Category", "Slow")]
[Collection(RedisClusterFixture.Collection)]
public sealed class RedisClusterTests(RedisClusterFixture fixture)
{
    [Fact]
    public async Task Six_nodes_are_content_and_send_clients_to_the_owner_of_a_key()
    {
        var cluster = await fixture.ClusterAsync();
        var masters = await cluster.MastersAsync();
        Assert.Equal((6, 3), (cluster.Nodes.Count, masters.Count));
        foreach (var node in cluster.Nodes)
        {
            Assert.Contains("cluster_state:ok", await node.CommandAsync("CLUSTER", "INFO"), StringComparison.Ordinal);
        }

        var slot = await cluster.SlotOfAsync("a");
        Assert.Equal(15_495, slot);
        var owner = await cluster.MasterOfAsync("a");
        Assert.Equal("OK", await owner.CommandAsync("SET", "a", "1"));
        var other = masters.First(master => master != owner);
        Assert.StartsWith($"MOVED {slot} 127.0.0.1:{owner.Port}", await RefusalAsync(other, "GET", "a"), StringComparison.Ordinal);
        Assert.Equal("1", await other.CommandAsync("-c", "GET", "a"));
    }

    [Fact]
    public async Task A_replica_takes_over_from_a_killed_master_with_its_data()
    {
        var cluster = await fixture.ClusterAsync();
        var master = await cluster.MasterOfAsync("survivor");
        await master.CommandAsync("SET", "survivor", "1");
        Assert.Equal("1", await master.CommandAsync("WAIT", "1", "5000"));
        var replica = Assert.Single(await cluster.ReplicasOfAsync(master));

        await master.KillAsync();
        await cluster.WaitUntilOkAsync();
        Assert.Same(replica, await cluster.MasterOfAsync("survivor"));
        Assert.Equal("1", await replica.CommandAsync("GET", "survivor"));

        await cluster.HealAsync();
        Assert.Same(master, Assert.Single(await cluster.ReplicasOfAsync(replica)));
    }

    [Fact]
    public async Task A_replica_takes_over_from_a_paused_master()
    {
        var cluster = await fixture.ClusterAsync();
        var master = await cluster.MasterOfAsync("b");
        master.Pause();
        await cluster.WaitUntilOkAsync();
        Assert.NotSame(master, await cluster.MasterOfAsync("b"));
    }

    [Fact]
    public async Task A_replica_can_be_made_the_master()
    {
        var cluster = await fixture.ClusterAsync();
        var master = await cluster.MasterOfAsync("c");
        var replica = Assert.Single(await cluster.ReplicasOfAsync(master));
        await cluster.FailOverAsync(replica);
        Assert.Same(replica, await cluster.MasterOfAsync("c"));
        Assert.Same(master, Assert.Single(await cluster.ReplicasOfAsync(replica)));
    }

    [Fact]
    public async Task A_slot_moves_with_its_keys_and_asks_on_the_way()
    {
        var cluster = await fixture.ClusterAsync();
        var slot = await cluster.SlotOfAsync("{moving}");
        var source = await cluster.MasterOfAsync(slot);
        var target = (await cluster.MastersAsync()).First(master => master != source);
        await source.CommandAsync("MSET", "{moving}1", "one", "{moving}2", "two");

        await cluster.BeginMoveAsync(slot, target);
        await cluster.MoveKeysAsync(target, "{moving}1");
        var ask = $"ASK {slot} 127.0.0.1:{target.Port}";
        Assert.StartsWith(ask, await RefusalAsync(source, "GET", "{moving}1"), StringComparison.Ordinal);
        Assert.StartsWith(ask, await RefusalAsync(source, "SET", "{moving}new", "3"), StringComparison.Ordinal);
        Assert.StartsWith("TRYAGAIN", await RefusalAsync(source, "MGET", "{moving}1", "{moving}2"), StringComparison.Ordinal);
        Assert.Equal("two", await source.CommandAsync("GET", "{moving}2"));

        await cluster.EndMoveAsync(slot, target);
        Assert.Equal("one\ntwo", await target.CommandAsync("MGET", "{moving}1", "{moving}2"));
        Assert.StartsWith($"MOVED {slot}", await RefusalAsync(source, "GET", "{moving}1"), StringComparison.Ordinal);

        await cluster.MoveSlotAsync(slot, source);
        Assert.Equal("one", await source.CommandAsync("GET", "{moving}1"));
    }

    [Fact]
    public async Task A_cluster_can_have_a_password_and_tls()
    {
        await fixture.ClusterAsync(); // skips where there is no Redis
        await using var cluster = await RedisCluster.StartAsync(new() { Password = "secret", Tls = true });
        var slot = await cluster.SlotOfAsync("a");
        var owner = await cluster.MasterOfAsync(slot);
        var target = (await cluster.MastersAsync()).First(master => master != owner);
        await owner.CommandAsync("SET", "a", "1");
        await cluster.MoveSlotAsync(slot, target);
        Assert.Equal("1", await target.CommandAsync("GET", "a"));
    }

    private static async Task<string> RefusalAsync(RedisServer server, params string[] command)
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => server.CommandAsync(command));
        return error.Message.Split(": ", 2)[1];
    }
}
