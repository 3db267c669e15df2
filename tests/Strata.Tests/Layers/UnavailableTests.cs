using Strata.Tests.Scripted;

namespace Strata.Tests.Layers;

/// <summary>A miss and a layer that cannot be asked are different answers, whichever layer it is.</summary>
public sealed class UnavailableTests
{
    public static TheoryData<int> Positions() => [0, 1, 2];

    [Theory]
    [MemberData(nameof(Positions))]
    public async Task A_key_nobody_has_is_unavailable_while_one_layer_fails_and_missed_once_it_is_back(int broken)
    {
        await using var cache = Stack(out var layers);
        layers[broken].Fail(new IOException("cable cut"));

        var answer = await cache.GetAsync("k");
        Assert.Equal(LookupStatus.Unavailable, answer.Status);
        var failure = Assert.IsType<LayerException>(Assert.Single(answer.Failures));
        Assert.Equal((layers[broken].Name, "get", FailureKind.Transient), (failure.Layer, failure.Operation, failure.Kind));
        Assert.Equal(LookupStatus.Unavailable, (await cache.GetManyAsync(["k"]))["k"].Status);
        Assert.Equal(LookupStatus.Unavailable, (await cache.GetFromAsync(layers[broken].Name, "k")).Status);
        await Assert.ThrowsAsync<CacheUnavailableException>(async () => await cache.ContainsAsync("k"));
        Assert.Equal((2, 0), (cache.Statistics.Unavailable, cache.Statistics.Misses));

        layers[broken].Heal();
        Assert.Equal(LookupStatus.Miss, (await cache.GetAsync("k")).Status);
        Assert.Equal(LookupStatus.Miss, (await cache.GetManyAsync(["k"]))["k"].Status);
        Assert.False(await cache.ContainsAsync("k"));
    }

    [Theory]
    [MemberData(nameof(Positions))]
    public async Task A_layer_that_answers_unavailable_is_treated_as_one_that_throws(int broken)
    {
        var layers = Enumerable.Range(0, 3)
            .Select(i => i == broken ? (ILayer<string, string>)new Mute() : new ScriptedLayer<string, string>($"l{i}"))
            .ToArray();
        await using var cache = new Cache<string, string>(layers);
        Assert.Equal(LookupStatus.Unavailable, (await cache.GetAsync("k")).Status);
        Assert.Equal(LookupStatus.Unavailable, (await cache.GetManyAsync(["k"]))["k"].Status);
        await Assert.ThrowsAsync<CacheUnavailableException>(async () => await cache.ContainsAsync("k"));
    }

    [Fact]
    public async Task All_layers_failing_is_one_answer_with_every_failure()
    {
        await using var cache = Stack(out var layers);
        Array.ForEach(layers, layer => layer.Fail(new TimeoutException("slow")));
        var answer = await cache.GetAsync("k");
        Assert.Equal(LookupStatus.Unavailable, answer.Status);
        Assert.Equal(["top", "middle", "bottom"], answer.Failures.Cast<LayerException>().Select(f => f.Layer));
        Assert.All(answer.Failures.Cast<LayerException>(), f => Assert.Equal(FailureKind.Timeout, f.Kind));
    }

    [Theory]
    [MemberData(nameof(Positions))]
    public async Task A_load_answers_whichever_layer_fails_and_the_others_keep_the_value(int broken)
    {
        await using var cache = Stack(out var layers);
        layers[broken].Fail(new IOException("cable cut"));
        Assert.Equal("loaded", await cache.GetOrLoadAsync("k", (_, _) => new("loaded")));
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(i != broken, layers[i].Held.ContainsKey("k"));
        }

        var statistics = cache.Statistics;
        Assert.Equal((1, 1, 0), (statistics.Unavailable, statistics.Loads, statistics.LoadFailures));
        Assert.Equal((1, 1), (statistics.Layers[broken].ReadFailures, statistics.Layers[broken].WriteFailures));
    }

    [Fact]
    public async Task A_failing_layer_above_a_hit_does_not_hide_it()
    {
        await using var cache = Stack(out var layers);
        layers[2].Put("k", "v");
        layers[0].Fail(new IOException("cable cut"));
        Assert.Equal("bottom", (await cache.GetAsync("k")).Layer);
        Assert.True(await cache.ContainsAsync("k"));
        Assert.Equal("v", (await cache.GetManyAsync(["k"]))["k"].Value);
    }

    [Fact]
    public async Task A_failing_promotion_does_not_fail_the_read_and_is_counted()
    {
        await using var cache = Stack(out var layers);
        layers[2].Put("k", "v");
        layers[2].Put("m", "v");
        layers[1].Fail(new IOException("disk full"), "set", "set many");
        Assert.Equal("v", (await cache.GetAsync("k")).Value);
        Assert.Equal("v", (await cache.GetManyAsync(["m"]))["m"].Value);
        Assert.True(layers[0].Held.ContainsKey("k"));
        Assert.True(layers[0].Held.ContainsKey("m"));
        var statistics = cache.Statistics.Layers;
        Assert.Equal((2, 0), (statistics[1].WriteFailures, statistics[1].Promotions));
        Assert.Equal((0, 2), (statistics[0].WriteFailures, statistics[0].Promotions));
    }

    [Fact]
    public async Task Each_failure_is_told_and_what_the_listener_throws_is_dropped()
    {
        var told = new List<string>();
        var layer = new ScriptedLayer<string, string>("only");
        layer.Fail(new IOException("cable cut"));
        await using var cache = new Cache<string, string>(new CacheOptions<string, string>
        {
            Layers = [layer],
            LayerFailed = failure =>
            {
                told.Add(failure.Message);
                throw new InvalidOperationException("a listener's own trouble");
            },
        });
        Assert.Equal(LookupStatus.Unavailable, (await cache.GetAsync("k")).Status);
        Assert.Equal("loaded", await cache.GetOrLoadAsync("k", (_, _) => new("loaded")));
        await Assert.ThrowsAsync<CacheWriteException>(async () => await cache.SetAsync("k", "v"));
        Assert.Equal(
            [
                "layer 'only' failed to get: cable cut", "layer 'only' failed to get: cable cut",
                "layer 'only' failed to fill: cable cut", "layer 'only' failed to set: cable cut",
            ],
            told);
        layer.Heal();
    }

    [Fact]
    public async Task A_timeout_of_the_layers_own_is_its_failure_and_not_the_callers_cancellation()
    {
        await using var cache = Stack(out var layers);
        layers[1].Fail(new OperationCanceledException("the driver gave up"));
        using var patience = new CancellationTokenSource();
        var answer = await cache.GetAsync("k", patience.Token);
        Assert.Equal(LookupStatus.Unavailable, answer.Status);
        Assert.Equal(FailureKind.Timeout, Assert.IsType<LayerException>(answer.Failures[0]).Kind);
        Assert.Equal("loaded", await cache.GetOrLoadAsync("k", (_, _) => new("loaded"), null, patience.Token));
        var refused = await Assert.ThrowsAsync<CacheWriteException>(
            async () => await cache.SetAsync("k", "v", cancellationToken: patience.Token));
        Assert.Equal(LayerAction.Failed, refused.Result.Layers[1].Action);
    }

    [Fact]
    public async Task A_cancelled_caller_gets_a_cancellation_whatever_the_layer_throws_for_it()
    {
        await using var cache = Stack(out var layers);
        foreach (var call in new Func<CancellationToken, Task>[]
        {
            async token => await cache.GetAsync("k", token),
            async token => await cache.ContainsAsync("k", token),
            async token => await cache.GetFromAsync("middle", "k", token),
            async token => await cache.GetManyAsync(["k"], token),
            async token => await cache.SetAsync("k", "v", null, token),
            async token => await cache.SetManyAsync([KeyValuePair.Create("k", "v")], null, token),
            async token => await cache.RemoveAsync("k", token),
            async token => await cache.RemoveManyAsync(["k"], token),
            async token => await cache.ClearAsync(token),
        })
        {
            using var patience = new CancellationTokenSource();
            layers[0].Held.Clear();
            layers[1].Before = async (_, _) =>
            {
                await patience.CancelAsync();
                throw new InvalidDataException("interrupted");
            };
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call(patience.Token));
            layers[1].Heal();
        }
    }

    private static Cache<string, string> Stack(out ScriptedLayer<string, string>[] layers)
    {
        layers = [new("top"), new("middle"), new("bottom")];
        return new(layers);
    }

    /// <summary>A layer with the least a layer needs, which never has an answer.</summary>
    private sealed class Mute : ILayer<string, string>
    {
        public string Name => "mute";

        public ValueTask<Lookup<string>> GetAsync(string key, CancellationToken cancellationToken) =>
            new(Lookup<string>.Unavailable(new IOException("no answer")));

        public ValueTask SetAsync(string key, Entry<string> entry, CancellationToken cancellationToken) => default;

        public ValueTask<bool> RemoveAsync(string key, CancellationToken cancellationToken) => new(false);

        public ValueTask ClearAsync(CancellationToken cancellationToken) => default;

        public ValueTask DisposeAsync() => default;
    }
}
