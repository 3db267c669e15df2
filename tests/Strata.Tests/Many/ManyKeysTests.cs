using Strata.Tests.Scripted;

namespace Strata.Tests.Many;

public sealed class ManyKeysTests : IAsyncDisposable
{
    private readonly ScriptedLayer<string, int>[] _layers = [new("top"), new("middle"), new("bottom")];
    private readonly Cache<string, int> _cache;

    public ManyKeysTests() => _cache = new(_layers);

    public ValueTask DisposeAsync() => _cache.DisposeAsync();

    [Fact]
    public async Task Each_layer_is_asked_once_for_what_is_still_missing_and_filled_once()
    {
        _layers[0].Put("a", 1);
        _layers[1].Put("b", 2);
        _layers[2].Put("c", 3);
        _layers[2].Put("d", 4);
        var answers = await _cache.GetManyAsync(["a", "b", "c", "d", "e", "a"]);

        Assert.Equal(5, answers.Count);
        Assert.Equal(["top", "middle", "bottom", "bottom", null], "abcde".Select(k => answers[$"{k}"].Layer));
        Assert.Equal(LookupStatus.Miss, answers["e"].Status);
        Assert.Equal(["get many", "set many"], _layers[0].Calls);
        Assert.Equal(["get many", "set many"], _layers[1].Calls);
        Assert.Equal(["get many"], _layers[2].Calls);
        Assert.Equal(["a", "b", "c", "d"], _layers[0].Held.Keys.Order());
        Assert.Equal(["b", "c", "d"], _layers[1].Held.Keys.Order());

        var statistics = _cache.Statistics;
        Assert.Equal((4, 1), (statistics.Hits, statistics.Misses));
        Assert.Equal([1, 1, 2], statistics.Layers.Select(l => l.Hits));
        Assert.Equal([4, 3, 1], statistics.Layers.Select(l => l.Misses));
        Assert.Equal([3, 2, 0], statistics.Layers.Select(l => l.Promotions));
    }

    [Fact]
    public async Task Layers_below_are_not_asked_for_what_is_found_above()
    {
        _layers[0].Put("a", 1);
        await _cache.GetManyAsync(["a", "a"]);
        Assert.Empty(_layers[1].Calls);
    }

    [Fact]
    public async Task Nothing_asked_is_nothing_answered()
    {
        Assert.Empty(await _cache.GetManyAsync([]));
        Assert.Empty(await _cache.SetManyAsync([]));
        Assert.Empty(await _cache.RemoveManyAsync([]));
        Assert.Throws<ArgumentNullException>(() => { _ = _cache.GetManyAsync(null!); });
        Assert.Throws<ArgumentNullException>(() => { _ = _cache.SetManyAsync(null!); });
        Assert.Throws<ArgumentNullException>(() => { _ = _cache.RemoveManyAsync(null!); });
    }

    [Fact]
    public async Task A_null_key_is_refused_and_leaves_no_gate_open()
    {
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await _cache.GetManyAsync(["a", null!]));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await _cache.RemoveManyAsync(["a", null!]));
        await Assert.ThrowsAnyAsync<ArgumentException>(
            async () => await _cache.SetManyAsync([KeyValuePair.Create("a", 1), KeyValuePair.Create((string)null!, 1)]));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await _cache.GetAsync(null!));

        var gates = new KeyGates<string, int>(null);
        Assert.ThrowsAny<ArgumentException>(() => gates.Enter(null!));
        Assert.False(gates.MayBeCovered("a", gates.NoteFills()));
    }

    [Fact]
    public async Task Where_a_key_is_repeated_the_last_value_wins()
    {
        var results = await _cache.SetManyAsync(
            [KeyValuePair.Create("a", 1), KeyValuePair.Create("b", 2), KeyValuePair.Create("a", 3)]);
        Assert.Equal(2, results.Count);
        Assert.All(_layers, layer => Assert.Equal((3, 2), (layer.ValueOf("a"), layer.ValueOf("b"))));
        Assert.All(_layers, layer => Assert.Equal(1, layer.Count("set many")));
        Assert.Same(results["a"], results["b"]);
    }

    [Fact]
    public async Task A_key_that_fails_alone_is_answered_alone()
    {
        foreach (var layer in _layers)
        {
            layer.Put("good", 1);
        }

        _layers[1].BrokenKeys.Add("bad");
        var found = await _cache.GetManyAsync(["good", "bad"]);
        Assert.Equal((LookupStatus.Hit, LookupStatus.Unavailable), (found["good"].Status, found["bad"].Status));

        var set = await _cache.SetManyAsync([KeyValuePair.Create("good", 2), KeyValuePair.Create("bad", 2)]);
        Assert.True(set["good"].IsDone);
        Assert.False(set["bad"].IsDone);
        Assert.Equal("top dropped, middle failed, bottom written", set["bad"].ToString());
        Assert.Equal("this key is broken", set["bad"].Layers[1].Failure!.InnerException!.Message);

        var removed = await _cache.RemoveManyAsync(["good", "bad"]);
        Assert.Equal("top removed, middle removed, bottom removed", removed["good"].ToString());
        Assert.Equal("top absent, middle failed, bottom removed", removed["bad"].ToString());
        Assert.True(removed["bad"].Existed);
    }

    [Fact]
    public async Task A_layer_that_fails_as_a_whole_fails_every_key_of_the_batch()
    {
        _layers[2].Fail(new IOException("cable cut"));
        var set = await _cache.SetManyAsync([KeyValuePair.Create("a", 1), KeyValuePair.Create("b", 1)]);
        Assert.All(set.Values, result => Assert.Equal("top dropped, middle dropped, bottom failed", result.ToString()));
        Assert.Equal(2, _cache.Statistics.Layers[2].WriteFailures);
        Assert.Equal(2, _cache.Statistics.Layers[0].Removes);
    }

    [Fact]
    public async Task Batches_over_the_same_keys_in_opposite_orders_do_not_wait_for_each_other()
    {
        string[] keys = [.. Enumerable.Range(0, 20).Select(i => $"{i}")];
        var tasks = Enumerable.Range(0, 8).Select(t => Task.Run(async () =>
        {
            var order = t % 2 == 0 ? keys : [.. keys.Reverse()];
            for (var i = 0; i < 60; i++)
            {
                await _cache.SetManyAsync(order.Select(k => KeyValuePair.Create(k, t)));
                await _cache.GetManyAsync(order);
                if (t > 3)
                {
                    await _cache.RemoveManyAsync(order.Skip(5));
                }
            }
        }));
        await Task.WhenAll(tasks).WaitAsync(TimeSpan.FromSeconds(30));
        foreach (var key in keys)
        {
            Assert.Single(_layers.Select(layer => layer.ValueOf(key)).Distinct());
        }
    }

    [Fact]
    public async Task A_batch_that_waits_for_one_key_holds_none_that_another_batch_needs_to_get_on()
    {
        var stop = _layers[2].StopBefore("set");
        var holder = _cache.SetAsync("b", 1).AsTask();
        await stop.Reached;
        var first = _cache.SetManyAsync("abc".Select(k => KeyValuePair.Create($"{k}", 2))).AsTask();
        var second = _cache.SetManyAsync("ca".Select(k => KeyValuePair.Create($"{k}", 3))).AsTask();
        stop.Open();
        await Task.WhenAll(holder, first, second).WaitAsync(TimeSpan.FromSeconds(10));
        Assert.All(_layers, layer => Assert.Equal(layer.ValueOf("a"), layer.ValueOf("c")));
    }

    [Fact]
    public async Task A_batch_that_is_cancelled_while_it_waits_for_a_key_lets_go_of_the_others()
    {
        var stop = _layers[2].StopBefore("set");
        var holder = _cache.SetAsync("b", 1).AsTask();
        await stop.Reached;
        using var patience = new CancellationTokenSource();
        var waiting = _cache.SetManyAsync(
            [KeyValuePair.Create("a", 2), KeyValuePair.Create("b", 2)], null, patience.Token).AsTask();
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await _cache.SetAsync("a", 3).AsTask().WaitAsync(TimeSpan.FromSeconds(10));
        stop.Open();
        await holder;
        Assert.All(_layers, layer => Assert.Equal((3, 1), (layer.ValueOf("a"), layer.ValueOf("b"))));
    }

    [Fact]
    public async Task The_default_bodies_of_a_layer_answer_each_key_for_itself()
    {
        await using var cache = new Cache<int, string>(
            new MemoryLayer<int, string>(new MemoryLayerOptions<int, string> { CapacityWeight = 10 }));
        await cache.SetManyAsync([KeyValuePair.Create(1, "one"), KeyValuePair.Create(2, "two")]);
        var heavy = await cache.SetManyAsync([KeyValuePair.Create(1, "heavy")], new EntryOptions { Weight = 11 });
        Assert.False(heavy[1].IsDone);
        var found = await cache.GetManyAsync([1, 2, 3]);
        Assert.Equal([false, true, false], [found[1].Found, found[2].Found, found[3].Found]);
        var removed = await cache.RemoveManyAsync([2, 3]);
        Assert.Equal((true, false), (removed[2].Existed, removed[3].Existed));
    }
}
