using Strata.Tests.Scripted;

namespace Strata.Tests.Statistics;

public sealed class CacheStatisticsTests
{
    [Fact]
    public async Task A_request_is_counted_once_and_a_probe_in_each_layer_asked()
    {
        ScriptedLayer<string, int> bottom = new("bottom");
        await using var cache = new Cache<string, int>(new MemoryLayer<string, int>(), bottom);
        Assert.Equal(0, cache.Statistics.HitRatio);
        bottom.Put("b", 1);
        await cache.GetAsync("b");
        await cache.GetAsync("b");
        Assert.True(cache.TryGet("b", out _));
        Assert.False(cache.TryGet("nowhere", out _));
        await cache.GetAsync("nowhere");
        await cache.GetOrLoadAsync("c", (_, _) => new(3));
        await cache.GetOrLoadAsync("c", (_, _) => new(3));
        await cache.SetAsync("d", 4);
        await cache.RemoveAsync("d");
        await cache.RemoveAsync("d");

        var s = cache.Statistics;
        Assert.Equal((6, 4, 2, 0), (s.Requests, s.Hits, s.Misses, s.Unavailable));
        Assert.Equal(4 / 6.0, s.HitRatio, 12);
        Assert.Equal((1, 0, 0, 0), (s.Loads, s.LoadFailures, s.SharedLoads, s.DiscardedFills));
        var (memory, slow) = (s.Layers[0], s.Layers[1]);
        Assert.Equal(("memory", 3, 3, 6), (memory.Name, memory.Hits, memory.Misses, memory.Probes));
        Assert.Equal((3, 1, 2, 0), (memory.Writes, memory.Promotions, memory.Removes, memory.WriteFailures));
        Assert.Equal(("bottom", 1, 2, 3), (slow.Name, slow.Hits, slow.Misses, slow.Probes));
        Assert.Equal((2, 0, 2, 0), (slow.Writes, slow.Promotions, slow.Removes, slow.WriteFailures));
    }

    [Fact]
    public async Task What_is_read_aside_counts_as_no_request()
    {
        await using var cache = new Cache<string, int>(new MemoryLayer<string, int>());
        await cache.SetAsync("k", 1);
        await cache.ContainsAsync("k");
        await cache.GetFromAsync("memory", "k");
        await foreach (var _ in cache.Enumerate())
        {
        }

        Assert.Equal((0, 0), (cache.Statistics.Requests, cache.Statistics.Layers[0].Probes));
    }

    [Fact]
    public async Task Those_who_wait_for_a_load_are_misses_and_shared_and_those_who_leave_are_not_counted()
    {
        await using var cache = new Cache<string, int>(new MemoryLayer<string, int>());
        var stop = new Stop();
        var first = cache.GetOrLoadAsync("k", async (_, _) =>
        {
            await stop.PassAsync();
            return 1;
        });
        var second = cache.GetOrLoadAsync("k", (_, _) => new(2));
        using var patience = new CancellationTokenSource();
        var third = cache.GetOrLoadAsync("k", (_, _) => new(3), null, patience.Token);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await third);
        stop.Open();
        Assert.Equal((1, 1), (await first, await second));
        var s = cache.Statistics;
        Assert.Equal((2, 2, 1, 1), (s.Requests, s.Misses, s.SharedLoads, s.Loads));
    }

    [Fact]
    public async Task Those_who_wait_for_a_hit_below_are_hits()
    {
        ScriptedLayer<string, int> bottom = new("bottom");
        await using var cache = new Cache<string, int>(new MemoryLayer<string, int>(), bottom);
        bottom.Put("k", 1);
        var stop = bottom.StopAfter("get");
        var first = cache.GetOrLoadAsync("k", (_, _) => new(2)).AsTask();
        await stop.Reached;
        var second = cache.GetOrLoadAsync("k", (_, _) => new(2)).AsTask();
        stop.Open();
        Assert.Equal((1, 1), (await first, await second));
        var s = cache.Statistics;
        Assert.Equal((2, 2, 0, 0), (s.Requests, s.Hits, s.SharedLoads, s.Loads));
    }

    [Fact]
    public void A_striped_counter_adds_up_what_all_threads_counted()
    {
        var counter = new ThreadCounter();
        Parallel.For(0, 8, _ =>
        {
            for (var i = 0; i < 10_000; i++)
            {
                counter.Increment();
            }
        });
        Assert.Equal(80_000, counter.Sum);
    }
}
