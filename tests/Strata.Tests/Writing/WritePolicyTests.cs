using Strata.Tests.Scripted;

namespace Strata.Tests.Writing;

/// <summary>What each policy makes of a set, for one key and for many: the two forms must agree.</summary>
public sealed class WritePolicyTests
{
    private readonly ScriptedLayer<string, string>[] _layers = [new("top"), new("middle"), new("bottom")];
    private readonly List<string> _order = [];

    public static TheoryData<bool> Forms() => [false, true];

    [Theory]
    [InlineData("all", false, "top dropped, middle failed, bottom written")]
    [InlineData("any", true, "top written, middle failed, bottom written")]
    [InlineData("primary:middle", false, "top dropped, middle failed, bottom written")]
    [InlineData("primary:bottom", true, "top written, middle failed, bottom written")]
    [InlineData("primary:top", true, "top written, middle failed, bottom written")]
    [InlineData("first", true, "top written, middle skipped, bottom skipped")]
    public async Task A_failing_middle_layer_is_judged_by_the_policy(string policy, bool isDone, string outcomes)
    {
        await using var cache = new Cache<string, string>(_layers);
        _layers[0].Put("k", "old");
        _layers[1].Fail(new IOException("cable cut"));
        foreach (var isMany in new[] { false, true })
        {
            var result = await SetAsync(cache, isMany, PolicyOf(policy));
            Assert.Equal((isDone, outcomes), (result.IsDone, result.ToString()));
            Assert.Equal(outcomes.Contains("top written", StringComparison.Ordinal) ? "new" : null, _layers[0].ValueOf("k"));
            _layers[0].Put("k", "old");
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Layers_are_written_slowest_first(bool isMany)
    {
        await using var cache = new Cache<string, string>(_layers);
        foreach (var layer in _layers)
        {
            layer.After = (operation, _) =>
            {
                _order.Add($"{layer.Name} {operation}");
                return Task.CompletedTask;
            };
        }

        Assert.True((await SetAsync(cache, isMany, WritePolicy.All)).IsDone);
        var suffix = isMany ? "set many" : "set";
        Assert.Equal([$"bottom {suffix}", $"middle {suffix}", $"top {suffix}"], _order);
        _order.Clear();
        await cache.RemoveAsync("k");
        await cache.ClearAsync();
        Assert.Equal(["bottom remove", "middle remove", "top remove", "bottom clear", "middle clear", "top clear"], _order);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task A_layer_to_skip_is_neither_written_nor_read(bool isMany)
    {
        await using var cache = new Cache<string, string>(_layers);
        var options = new EntryOptions { SkipLayers = ["middle"] };
        var result = await SetAsync(cache, isMany, options);
        Assert.Equal("top written, middle skipped, bottom written", result.ToString());
        Assert.Equal(["top", "bottom"], result.TakenBy);

        _layers[1].Put("other", "hidden");
        Assert.Equal("loaded", await cache.GetOrLoadAsync("other", (_, _) => new("loaded"), options));
        Assert.Equal("hidden", _layers[1].ValueOf("other"));
        Assert.Equal("loaded", _layers[2].ValueOf("other"));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task A_read_only_layer_is_read_and_never_written(bool isMany)
    {
        var fixedOne = new ScriptedLayer<string, string>("fixed") { Traits = LayerTraits.ReadOnly };
        await using var cache = new Cache<string, string>(_layers[0], fixedOne, _layers[2]);
        Assert.Equal("top written, fixed skipped, bottom written", (await SetAsync(cache, isMany, WritePolicy.All)).ToString());
        fixedOne.Put("f", "fixed value");
        _layers[2].Put("b", "bottom value");
        Assert.Equal("fixed", (await cache.GetAsync("f")).Layer);
        Assert.Equal("fixed value", _layers[0].ValueOf("f"));
        Assert.Equal("bottom value", isMany
            ? (await cache.GetManyAsync(["b"]))["b"].Value : (await cache.GetAsync("b")).Value);
        await cache.RemoveAsync("f");
        await cache.ClearAsync();
        Assert.DoesNotContain(fixedOne.Calls, call => !call.StartsWith("get", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task A_write_that_no_layer_may_take_is_an_error(bool isMany)
    {
        await using var cache = new Cache<string, string>(_layers);
        foreach (var policy in new[] { WritePolicy.All, WritePolicy.Any, WritePolicy.FirstLayerOnly, WritePolicy.Primary("top") })
        {
            var options = new EntryOptions { SkipLayers = ["top", "middle", "bottom"], WritePolicy = policy };
            Assert.False((await SetAsync(cache, isMany, options)).IsDone);
        }

        var fixedOne = new ScriptedLayer<string, string>("fixed") { Traits = LayerTraits.ReadOnly };
        await using var readOnly = new Cache<string, string>(fixedOne);
        Assert.False((await SetAsync(readOnly, isMany, WritePolicy.All)).IsDone);
        await Assert.ThrowsAsync<CacheWriteException>(async () => await readOnly.RemoveAsync("k"));
        await Assert.ThrowsAsync<CacheWriteException>(async () => await readOnly.ClearAsync());
        await using var memory = new Cache<string, string>(new MemoryLayer<string, string>());
        Assert.False((await SetAsync(memory, isMany, new EntryOptions { SkipLayers = ["memory"] })).IsDone);
    }

    [Fact]
    public async Task Unknown_names_are_refused_naming_the_known_ones()
    {
        await using var cache = new Cache<string, string>(_layers);
        var calls = new Func<Task>[]
        {
            async () => await cache.GetFromAsync("redis", "k"),
            async () => await cache.SetAsync("k", "v", new EntryOptions { SkipLayers = ["redis"] }),
            async () => await cache.SetManyAsync([], new EntryOptions { SkipLayers = ["redis"] }),
            async () => await cache.GetOrLoadAsync("k", (_, _) => new("v"), new EntryOptions { SkipLayers = ["redis"] }),
            async () => await cache.SetAsync("k", "v", new EntryOptions { WritePolicy = WritePolicy.Primary("redis") }),
            () => Task.FromResult(cache.Enumerate("redis")),
            () => Task.FromResult(new Cache<string, string>(new CacheOptions<string, string>
            {
                Layers = _layers, WritePolicy = WritePolicy.Primary("redis"),
            })),
            () => Task.FromResult(new Cache<string, string>(new CacheOptions<string, string>
            {
                Layers = _layers, EntryDefaults = new() { WritePolicy = WritePolicy.Primary("redis") },
            })),
        };
        foreach (var call in calls)
        {
            var refused = await Assert.ThrowsAsync<ArgumentException>(call);
            Assert.Contains("'redis'; the layers are top, middle, bottom", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_primary_layer_that_is_read_only_is_refused()
    {
        var fixedOne = new ScriptedLayer<string, string>("fixed") { Traits = LayerTraits.ReadOnly };
        await using var cache = new Cache<string, string>(_layers[0], fixedOne);
        await Assert.ThrowsAsync<ArgumentException>(
            async () => await cache.SetAsync("k", "v", new EntryOptions { WritePolicy = WritePolicy.Primary("fixed") }));
    }

    [Fact]
    public async Task First_layer_only_holds_for_loaded_values_too()
    {
        await using var cache = new Cache<string, string>(_layers);
        var options = new EntryOptions { WritePolicy = WritePolicy.FirstLayerOnly };
        await cache.GetOrLoadAsync("k", (_, _) => new("loaded"), options);
        Assert.Equal([true, false, false], _layers.Select(layer => layer.Held.ContainsKey("k")));
        await cache.GetOrLoadAsync("s", (_, _) => new("loaded"), options with { SkipLayers = ["top"] });
        Assert.Equal([false, true, false], _layers.Select(layer => layer.Held.ContainsKey("s")));
    }

    [Fact]
    public async Task A_remove_says_where_the_key_was_and_goes_on_past_a_failing_layer()
    {
        await using var cache = new Cache<string, string>(_layers);
        await cache.SetAsync("k", "v");
        _layers[1].Held.Clear();
        var result = await cache.RemoveAsync("k");
        Assert.Equal("top removed, middle absent, bottom removed", result.ToString());
        Assert.True(result.Existed);
        Assert.False((await cache.RemoveAsync("k")).Existed);

        _layers[0].Put("k", "v");
        _layers[2].Fail(new IOException("cable cut"));
        var refused = await Assert.ThrowsAsync<CacheWriteException>(async () => await cache.RemoveAsync("k"));
        Assert.Equal("top removed, middle absent, bottom failed", refused.Result.ToString());
        Assert.Contains("cable cut", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("v,", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_remove_that_meets_a_load_in_memory_still_says_that_the_key_was_there()
    {
        await using var cache = new Cache<string, string>(new MemoryLayer<string, string>());
        var stop = new Stop();
        var load = cache.GetOrLoadAsync("k", async (_, _) =>
        {
            await stop.PassAsync();
            return "loaded";
        });
        await stop.Reached;
        await cache.SetAsync("k", "set");
        Assert.True((await cache.RemoveAsync("k")).Existed);
        stop.Open();
        await load;
        Assert.False(cache.TryGet("k", out _));
    }

    [Fact]
    public async Task Defaults_that_skip_memory_are_not_read_from_it()
    {
        var memory = new MemoryLayer<string, string>();
        await using var cache = new Cache<string, string>(new CacheOptions<string, string>
        {
            Layers = [memory, _layers[2]],
            EntryDefaults = new() { SkipLayers = ["memory"] },
        });
        memory.Set("k", new Entry<string>("in memory", Deadline.Never, 0));
        Assert.Equal("loaded", await cache.GetOrLoadAsync("k", (_, _) => new("loaded")));
    }

    private static WritePolicy PolicyOf(string text) => text switch
    {
        "all" => WritePolicy.All,
        "any" => WritePolicy.Any,
        "first" => WritePolicy.FirstLayerOnly,
        _ => WritePolicy.Primary(text.Split(':')[1]),
    };

    private static Task<WriteResult> SetAsync(Cache<string, string> cache, bool isMany, WritePolicy policy) =>
        SetAsync(cache, isMany, new EntryOptions { WritePolicy = policy });

    private static async Task<WriteResult> SetAsync(Cache<string, string> cache, bool isMany, EntryOptions options)
    {
        if (isMany)
        {
            return (await cache.SetManyAsync([KeyValuePair.Create("k", "new")], options))["k"];
        }

        try
        {
            return await cache.SetAsync("k", "new", options);
        }
        catch (CacheWriteException refused)
        {
            return refused.Result;
        }
    }
}
