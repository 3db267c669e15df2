using Strata.Tests.Scripted;

namespace Strata.Tests;

public sealed class DisposeTests
{
    [Fact]
    public async Task Later_use_is_refused_and_disposing_again_is_not()
    {
        var cache = new Cache<int, string>(new MemoryLayer<int, string>(), new ScriptedLayer<int, string>("slow"));
        await cache.SetAsync(1, "v");
        await cache.DisposeAsync();
        await cache.DisposeAsync();
        foreach (var use in new Func<Task>[]
        {
            () => Task.FromResult(cache.TryGet(1, out _)),
            async () => await cache.GetAsync(1),
            async () => await cache.GetOrLoadAsync(1, (_, _) => new("x")),
            async () => await cache.GetOrLoadAsync(1, 0, (_, _, _) => new("x")),
            async () => await cache.LookupOrLoadAsync(1, 0, (_, _, _) => new("x")),
            async () => await cache.SetAsync(1, "x"),
            async () => await cache.SetAsync(1, "x", TimeSpan.FromSeconds(1)),
            async () => await cache.RemoveAsync(1),
            async () => await cache.ContainsAsync(1),
            async () => await cache.GetFromAsync("memory", 1),
            async () => await cache.GetManyAsync([1]),
            async () => await cache.SetManyAsync([KeyValuePair.Create(1, "x")]),
            async () => await cache.RemoveManyAsync([1]),
            async () => await cache.ClearAsync(),
            () => Task.FromResult(cache.Enumerate()),
        })
        {
            await Assert.ThrowsAsync<ObjectDisposedException>(use);
        }

        // What it did can still be read.
        Assert.Equal(1, cache.Statistics.Layers[0].Writes);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Layers_are_disposed_of_only_if_the_cache_owns_them(bool isOwner)
    {
        var layer = new ScriptedLayer<int, string>("only");
        await new Cache<int, string>(new CacheOptions<int, string> { Layers = [layer], OwnsLayers = isOwner }).DisposeAsync();
        Assert.Equal(isOwner, layer.IsDisposed);
    }

    [Fact]
    public async Task A_layer_that_fails_to_close_does_not_keep_the_others_open_and_is_told()
    {
        ScriptedLayer<int, string>[] layers = [new("a"), new("b"), new("c")];
        layers[0].Fail(new IOException("stuck"), "close");
        layers[1].Fail(new TimeoutException("slow"), "close");
        var cache = new Cache<int, string>(layers);
        var failure = await Assert.ThrowsAsync<LayerException>(async () => await cache.DisposeAsync());
        Assert.Equal(("a", "close"), (failure.Layer, failure.Operation));
        Assert.True(layers[2].IsDisposed);
        await cache.DisposeAsync();
    }

    [Fact]
    public async Task A_load_under_way_still_answers_those_who_wait_for_it()
    {
        var cache = new Cache<int, string>(new MemoryLayer<int, string>());
        var stop = new Stop();
        var load = cache.GetOrLoadAsync(1, async (_, _) =>
        {
            await stop.PassAsync();
            return "loaded";
        });
        await stop.Reached;
        await cache.DisposeAsync();
        stop.Open();
        Assert.Equal("loaded", await load);
    }
}
