using Strata.Tests.Scripted;

namespace Strata.Tests.Layers;

public sealed class EnumerateTests
{
    [Fact]
    public async Task The_slowest_layer_that_can_is_listed_and_named()
    {
        var small = new MemoryLayer<int, int>(new MemoryLayerOptions<int, int> { Name = "small", CapacityEntries = 1 });
        await using var cache = new Cache<int, int>(
            small, new MemoryLayer<int, int>(), new ScriptedLayer<int, int>("mute"));
        for (var key = 0; key < 5; key++)
        {
            await cache.SetAsync(key, -key);
        }

        var all = cache.Enumerate();
        Assert.Equal("memory", all.Layer);
        Assert.Equal([0, 1, 2, 3, 4], (await KeysAsync(all)).Order());
        var part = cache.Enumerate("small");
        Assert.Equal(("small", 1), (part.Layer, (await KeysAsync(part)).Count));
    }

    [Fact]
    public async Task Where_no_layer_can_list_its_entries_the_error_says_so()
    {
        await using var cache = new Cache<int, int>(new ScriptedLayer<int, int>("mute"));
        var refused = Assert.Throws<NotSupportedException>(() => cache.Enumerate());
        Assert.Contains("mute", refused.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<NotSupportedException>(async () => await KeysAsync(cache.Enumerate("mute")));
    }

    private static async Task<List<int>> KeysAsync(CacheEntries<int, int> entries)
    {
        var keys = new List<int>();
        await foreach (var (key, _) in entries)
        {
            keys.Add(key);
        }

        return keys;
    }
}
