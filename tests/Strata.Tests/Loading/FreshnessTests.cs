using Strata.Tests.Scripted;

namespace Strata.Tests.Loading;

/// <summary>A write, removal or clear that comes while a value is on its way is never covered by that value.</summary>
public sealed class FreshnessTests
{
    public static TheoryData<int, string> Stacks(int layersMin)
    {
        var cases = new TheoryData<int, string>();
        foreach (var layers in Enumerable.Range(layersMin, 4 - layersMin))
        {
            foreach (var change in new[] { "set", "remove", "clear", "set many", "remove many" })
            {
                cases.Add(layers, change);
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Stacks), 1)]
    public async Task A_load_under_way_does_not_store_over_a_later_change(int layers, string change)
    {
        await using var cache = Stack(layers, out _);
        var stop = new Stop();
        var load = cache.GetOrLoadAsync("k", async (_, _) =>
        {
            await stop.PassAsync();
            return "old";
        });
        await stop.Reached;
        await ChangeAsync(cache, change);
        stop.Open();
        Assert.Equal("old", await load);
        await AssertHoldsAsync(cache, change is "set" or "set many" ? "new" : null);
        Assert.Equal(1, cache.Statistics.DiscardedFills);
    }

    [Theory]
    [MemberData(nameof(Stacks), 2)]
    public async Task A_change_that_comes_while_a_load_is_storing_wins(int layers, string change)
    {
        // The slowest layer stands still after it took the loaded value.
        await using var cache = Stack(layers, out var scripted);
        var stop = scripted[^1].StopAfter("set");
        var load = cache.GetOrLoadAsync("k", (_, _) => new("old")).AsTask();
        await stop.Reached;
        var changing = ChangeAsync(cache, change);
        Assert.False(changing.IsCompleted);
        stop.Open();
        await load;
        await changing;
        await AssertHoldsAsync(cache, change is "set" or "set many" ? "new" : null);
    }

    [Theory]
    [MemberData(nameof(Stacks), 2)]
    public async Task A_promotion_that_read_before_a_change_does_not_store_after_it(int layers, string change)
    {
        await using var cache = Stack(layers, out var scripted);
        scripted[^1].Put("k", "old");
        var stop = scripted[^1].StopAfter("get");
        var read = cache.GetAsync("k").AsTask();
        await stop.Reached;
        await ChangeAsync(cache, change);
        stop.Open();
        Assert.Equal("old", (await read).Value);
        await AssertHoldsAsync(cache, change is "set" or "set many" ? "new" : null);

        // The form for many keys reads and promotes by the same rule.
        scripted[^1].Put("k", "old");
        await cache.RemoveAsync("k");
        scripted[^1].Put("k", "old");
        stop = scripted[^1].StopAfter("get many");
        var many = cache.GetManyAsync(["k"]).AsTask();
        await stop.Reached;
        await ChangeAsync(cache, change);
        stop.Open();
        Assert.Equal("old", (await many)["k"].Value);
        await AssertHoldsAsync(cache, change is "set" or "set many" ? "new" : null);
    }

    [Theory]
    [InlineData("set")]
    [InlineData("remove")]
    public async Task A_read_that_began_inside_a_write_does_not_promote_what_it_may_have_seen_before_it(string change)
    {
        await using var cache = Stack(2, out var scripted);
        scripted[0].Put("k", "old");
        var writing = scripted[0].StopBefore(change);
        var write = ChangeAsync(cache, change);
        await writing.Reached;
        var reading = scripted[0].StopAfter("get");
        var read = cache.GetAsync("k").AsTask();
        await reading.Reached;
        writing.Open();
        await write;
        reading.Open();
        Assert.Equal("old", (await read).Value);
        await AssertHoldsAsync(cache, change == "set" ? "new" : null);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Two_writers_that_interleave_leave_all_layers_equal(bool secondIsMany)
    {
        await using var cache = Stack(3, out var scripted);
        var stop = scripted[1].StopAfter("set");
        var first = cache.SetAsync("k", "first").AsTask();
        await stop.Reached;
        var second = secondIsMany
            ? cache.SetManyAsync([KeyValuePair.Create("k", (string?)"second")]).AsTask()
            : (Task)cache.SetAsync("k", "second").AsTask();
        Assert.False(second.IsCompleted);
        stop.Open();
        await first;
        await second;
        foreach (var layer in cache.Layers)
        {
            Assert.Equal("second", (await cache.GetFromAsync(layer, "k")).Value);
        }
    }

    [Theory]
    [InlineData("set")]
    [InlineData("remove")]
    [InlineData("clear")]
    public async Task Who_asks_after_a_change_does_not_get_what_a_load_from_before_it_brings(string change)
    {
        // No memory above: a joiner would have nothing but the load under way.
        var layer = new ScriptedLayer<string, string?>("slow");
        await using var cache = new Cache<string, string?>(layer);
        var stop = new Stop();
        var before = cache.GetOrLoadAsync("k", async (_, _) =>
        {
            await stop.PassAsync();
            return "old";
        });
        await stop.Reached;
        await ChangeAsync(cache, change);
        var after = await cache.GetOrLoadAsync("k", (_, _) => new("new")).AsTask().WaitAsync(TimeSpan.FromSeconds(10));
        stop.Open();
        Assert.Equal("old", await before);
        Assert.Equal("new", after);
        Assert.Equal("new", layer.ValueOf("k"));
    }

    [Fact]
    public async Task A_clear_waits_for_a_fill_that_is_storing_and_can_be_cancelled_while_it_waits()
    {
        await using var cache = Stack(2, out var scripted);
        var stop = scripted[0].StopBefore("set");
        var load = cache.GetOrLoadAsync("k", (_, _) => new("old")).AsTask();
        await stop.Reached;
        using var patience = new CancellationTokenSource();
        var impatient = cache.ClearAsync(patience.Token).AsTask();
        var clear = cache.ClearAsync().AsTask();
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        Assert.False(clear.IsCompleted);
        stop.Open();
        await load;
        Assert.True((await clear).IsDone);
        await AssertHoldsAsync(cache, null);

        // And fills are let in again afterwards.
        await cache.GetOrLoadAsync("k", (_, _) => new("later"));
        await AssertHoldsAsync(cache, "later");
    }

    [Fact]
    public async Task A_set_cancelled_half_way_leaves_no_older_copy_above_the_newer()
    {
        await using var cache = Stack(3, out var scripted);
        await cache.SetAsync("k", "old");
        foreach (var isMany in new[] { false, true })
        {
            using var patience = new CancellationTokenSource();
            var stop = scripted[0].StopBefore(isMany ? "set many" : "set");
            var set = isMany
                ? cache.SetManyAsync([KeyValuePair.Create("k", (string?)"new")], null, patience.Token).AsTask()
                : (Task)cache.SetAsync("k", "new", null, patience.Token).AsTask();
            await stop.Reached;
            await patience.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => set);
            Assert.Equal("new", scripted[1].ValueOf("k"));
            Assert.False((await cache.GetFromAsync("memory", "k")).Found);
            Assert.False(scripted[0].Held.ContainsKey("k"));
            await cache.SetAsync("k", "old");
        }
    }

    /// <summary>Memory on top, scripted layers below it, fastest first.</summary>
    private static Cache<string, string?> Stack(int layers, out ScriptedLayer<string, string?>[] scripted)
    {
        scripted = [.. Enumerable.Range(1, layers - 1).Select(i => new ScriptedLayer<string, string?>($"slow{i}"))];
        return new([new MemoryLayer<string, string?>(), .. scripted]);
    }

    private static async Task ChangeAsync(Cache<string, string?> cache, string change)
    {
        switch (change)
        {
            case "set":
                await cache.SetAsync("k", "new");
                break;
            case "remove":
                await cache.RemoveAsync("k");
                break;
            case "set many":
                await cache.SetManyAsync([KeyValuePair.Create("k", (string?)"new")]);
                break;
            case "remove many":
                await cache.RemoveManyAsync(["k"]);
                break;
            default:
                await cache.ClearAsync();
                break;
        }
    }

    private static async Task AssertHoldsAsync(Cache<string, string?> cache, string? wanted)
    {
        foreach (var layer in cache.Layers)
        {
            var answer = await cache.GetFromAsync(layer, "k");
            Assert.Equal((layer, wanted), (layer, answer.ValueOr(null)));
        }
    }
}
