using Strata.Testing;

namespace Strata.Tests.Memory;

/// <summary>What a call costs in allocated bytes once everything is warm.</summary>
public sealed class AllocationTests
{
    private const int Rounds = 1000;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_memory_hit_allocates_nothing(int layers)
    {
        await using var cache = Stack(layers);
        await cache.SetAsync(1, "v");
        await cache.SetAsync(2, "v", TimeSpan.FromHours(1));
        Assert.Equal(0, Measure(() =>
        {
            cache.TryGet(1, out _);
            cache.TryGet(2, out _);
        }));
        Assert.Equal(0, Measure(() => _ = cache.GetOrLoadAsync(1, static (_, _) => new("x")).Result));
        Assert.Equal(0, Measure(() => _ = cache.GetOrLoadAsync(2, 7, static (_, _, _) => new("x")).Result));
        Assert.Equal(0, Measure(() => _ = cache.LookupOrLoadAsync(2, 7, static (_, _, _) => new("x")).Result.Found));
        Assert.Equal(0, Measure(() => _ = cache.GetAsync(1).Result.Found));
    }

    [Fact]
    public async Task Overwriting_in_a_memory_only_cache_allocates_nothing()
    {
        await using var cache = Stack(1);
        var options = new EntryOptions { Ttl = TimeSpan.FromHours(1) };
        Assert.Equal(0, Measure(() => _ = cache.SetAsync(1, "v").Result));
        Assert.Equal(0, Measure(() => _ = cache.SetAsync(2, "v", options).Result));
        Assert.Equal(0, Measure(() => _ = cache.RemoveAsync(3).Result));
    }

    [Fact]
    public void A_new_entry_in_a_full_layer_allocates_nothing()
    {
        var layer = new MemoryLayer<int, string>(new() { CapacityEntries = 100 });
        var key = 0;
        for (; key < 1000; key++)
        {
            layer.Set(key, new Entry<string>("v", Deadline.Never, 0));
        }

        Assert.Equal(0, Measure(() => layer.Set(key++, new Entry<string>("v", Deadline.Never, 0))));
    }

    private static Cache<int, string> Stack(int layers) => new([
        .. Enumerable.Range(0, layers).Select(i => new MemoryLayer<int, string>(new() { Name = $"memory{i}" })),
    ]);

    private static long Measure(Action call) => Allocation.LeastBytes(call, Rounds);
}
