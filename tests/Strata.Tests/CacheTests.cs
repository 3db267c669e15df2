using Strata.Testing;

namespace Strata.Tests;

public sealed class CacheTests
{
    [Fact]
    public async Task A_loaded_value_is_a_memory_hit_afterwards()
    {
        await using var cache = new Cache<int, string>(new MemoryLayer<int, string>());
        var loads = 0;
        ValueTask<string> Load(int key, CancellationToken token)
        {
            loads++;
            return new($"value {key}");
        }

        Assert.Equal("value 7", await cache.GetOrLoadAsync(7, Load));
        Assert.Equal("value 7", await cache.GetOrLoadAsync(7, Load));
        Assert.True(cache.TryGet(7, out var value));
        Assert.Equal("value 7", value);
        Assert.Equal(1, loads);
        Assert.Equal(2, cache.Statistics.Hits);
        Assert.Equal(1, cache.Statistics.Misses);
    }

    [Fact]
    public async Task An_entry_is_gone_from_the_very_millisecond_of_its_deadline()
    {
        var clock = new ManualClock();
        await using var cache = new Cache<string, string?>(new CacheOptions<string, string?>
        {
            Layers = [new MemoryLayer<string, string?>(new MemoryLayerOptions<string> { TimeProvider = clock })],
            TimeProvider = clock,
        });
        await cache.SetAsync("k", null, TimeSpan.FromMilliseconds(100));
        clock.AdvanceMs(99);
        Assert.True((await cache.GetAsync("k")).Found);
        clock.AdvanceMs(1);
        Assert.False((await cache.GetAsync("k")).Found);
    }
}
