using Strata.Testing;

namespace Strata.Tests.Memory;

public sealed class MemoryLayerTests(ITestOutputHelper output)
{
    private readonly ManualClock _clock = new();

    [Fact]
    public void An_entry_is_gone_from_the_very_millisecond_of_its_deadline()
    {
        var layer = Layer();
        layer.Set(1, Entry("v", ttlMs: 100));
        _clock.AdvanceMs(99);
        Assert.True(layer.TryGet(1, out _));
        Assert.True(layer.Contains(1));
        _clock.AdvanceMs(1);
        Assert.False(layer.Contains(1));
        Assert.False(layer.TryGetEntry(1, out _));
        Assert.Equal((0, 1), (layer.Count, layer.Statistics.Expirations));
    }

    [Fact]
    public void An_entry_set_when_its_deadline_has_come_leaves_nothing_under_the_key()
    {
        var layer = Layer();
        layer.Set(1, Entry("v"));
        layer.Set(1, new Entry<string>("late", new(_clock.NowUnixMs), 0));
        Assert.False(layer.TryGet(1, out _));
        Assert.Equal(0, layer.Count);
    }

    [Fact]
    public void What_was_set_is_what_is_got()
    {
        var layer = Layer();
        var entry = new Entry<string>(null!, new(_clock.NowUnixMs + 5), 77, 3, EntryPriority.Low);
        layer.Set(1, entry);
        Assert.True(layer.TryGetEntry(1, out var got));
        Assert.Equal(entry, got);
    }

    [Fact]
    public void The_newest_entry_is_accepted_however_full_the_layer_is()
    {
        var layer = Layer(capacity: 5000);
        for (var key = 0; key < 20_000; key++)
        {
            layer.Set(key, Entry($"{key}"));
            Assert.True(layer.TryGet(key, out _));
            Assert.True(layer.Count <= 5000);
        }

        Assert.Equal(5000, layer.Count);
        Assert.Equal(15_000, layer.Statistics.Evictions);
    }

    [Fact]
    public void An_entry_heavier_than_the_whole_is_refused_once_and_its_older_copy_dropped()
    {
        var layer = Layer(capacityWeight: 10);
        layer.Set(1, Entry("old"));
        var refused = Assert.Throws<LayerException>(() => layer.Set(1, Entry("new", weight: 11)));
        Assert.Equal(FailureKind.Permanent, refused.Kind);
        Assert.Contains("CapacityWeight 10", refused.Message, StringComparison.Ordinal);
        Assert.False(layer.TryGet(1, out _));
        Assert.Equal((0, 0, 1), (layer.Count, layer.Statistics.Weight, layer.Statistics.Refusals));
    }

    [Fact]
    public async Task Through_a_cache_a_refusal_is_counted_once_and_is_an_error()
    {
        var layer = Layer(capacityWeight: 10);
        await using var cache = new Cache<int, string>(layer);
        await cache.SetAsync(1, "old");
        await Assert.ThrowsAsync<CacheWriteException>(
            async () => await cache.SetAsync(1, "new", new EntryOptions { Weight = 11 }));
        Assert.Equal((1, 1), (layer.Statistics.Refusals, cache.Statistics.Layers[0].WriteFailures));
        Assert.False(cache.TryGet(1, out _));
    }

    [Fact]
    public void A_heavy_entry_makes_others_leave_and_growing_in_place_counts_exactly()
    {
        var layer = Layer(capacity: 100, capacityWeight: 100);
        for (var key = 0; key < 100; key++)
        {
            layer.Set(key, Entry("v"));
        }

        layer.Set(0, Entry("heavier", weight: 60));
        Assert.True(layer.TryGet(0, out _));
        layer.Set(0, Entry("lighter", weight: 2));
        layer.Set(1000, Entry("heavy", weight: 99));
        Assert.True(layer.TryGet(1000, out _));
        Assert.True(layer.Statistics.Weight <= 100);
        AssertExact(layer);
    }

    [Fact]
    public void High_priority_stays_and_low_priority_leaves_when_room_is_needed()
    {
        var layer = Layer(capacity: 300);
        for (var key = 0; key < 100; key++)
        {
            layer.Set(key, Entry("high", priority: EntryPriority.High));
            layer.Set(1000 + key, Entry("low", priority: EntryPriority.Low));
            layer.Set(2000 + key, Entry("normal"));

            // Read alike, so that only the priority differs.
            for (var reads = 0; reads < 3; reads++)
            {
                layer.TryGet(1000 + key, out _);
                layer.TryGet(2000 + key, out _);
            }
        }

        for (var key = 0; key < 150; key++)
        {
            layer.Set(3000 + key, Entry("newcomer"));
        }

        int Left(int from) => Enumerable.Range(from, 100).Count(layer.Contains);
        Assert.Equal((100, 0), (Left(0), Left(1000)));
        Assert.True(Left(2000) > 90, $"{Left(2000)} of the normal ones are left.");
    }

    [Fact]
    public void The_comparer_decides_which_keys_are_equal()
    {
        var layer = new MemoryLayer<string, int>(
            new MemoryLayerOptions<string, int> { Comparer = StringComparer.OrdinalIgnoreCase });
        layer.Set("Key", new Entry<int>(1, Deadline.Never, 0));
        layer.Set("KEY", new Entry<int>(2, Deadline.Never, 0));
        Assert.True(layer.TryGet("key", out var value));
        Assert.Equal((2, 1), (value, (int)layer.Count));
        Assert.True(layer.Remove("kEY"));
    }

    [Fact]
    public void Keys_that_share_one_hash_are_still_told_apart()
    {
        var layer = new MemoryLayer<int, int>(new MemoryLayerOptions<int, int> { Comparer = new Constant() });
        for (var key = 0; key < 200; key++)
        {
            layer.Set(key, new Entry<int>(-key, Deadline.Never, 0));
        }

        Assert.All(Enumerable.Range(0, 200), key => Assert.True(layer.TryGet(key, out var v) && v == -key));
    }

    [Fact]
    public void It_agrees_with_a_plain_dictionary_at_every_step()
    {
        var random = new Random(Seed.Next(output.WriteLine));
        var layer = Layer(capacity: 2000);
        var model = new Dictionary<int, Entry<string>>();
        for (var step = 0; step < 100_000; step++)
        {
            var key = random.Next(300);
            var isThere = model.TryGetValue(key, out var wanted) && !wanted.Deadline.HasCome(_clock.NowUnixMs);
            switch (random.Next(10))
            {
                case < 4:
                    Assert.Equal(isThere, layer.TryGetEntry(key, out var got));
                    Assert.Equal(isThere ? wanted : default, got);
                    break;
                case < 8:
                    var ttlMs = random.Next(4) == 0 ? (long?)null : 1 + random.NextInt64(1L << random.Next(20));
                    model[key] = Entry($"{step}", ttlMs, 1 + random.Next(5), (EntryPriority)random.Next(3));
                    layer.Set(key, model[key]);
                    break;
                case 8:
                    Assert.Equal(isThere, layer.Remove(key));
                    model.Remove(key);
                    break;
                default:
                    _clock.AdvanceMs(random.NextInt64(1L << random.Next(12)));
                    break;
            }

            if (step % 20_000 == 19_999)
            {
                AssertExact(layer);
                layer.Clear();
                model.Clear();
            }
        }

        Assert.Equal(0, layer.Statistics.Evictions);
    }

    [Fact]
    public async Task After_disposal_every_operation_is_refused_and_disposing_again_is_not()
    {
        var layer = Layer();
        layer.Set(1, Entry("v", ttlMs: 5));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () => await layer.DisposeAsync())));
        foreach (var operation in new Action[]
        {
            () => layer.TryGet(1, out _), () => layer.TryGetEntry(1, out _), () => layer.Contains(1),
            () => layer.Set(1, Entry("v")), () => layer.Remove(1), layer.Clear,
            () => _ = layer.GetAsync(1, default), () => _ = layer.SetAsync(1, Entry("v"), default),
            () => _ = layer.RemoveAsync(1, default), () => _ = layer.ContainsAsync(1, default),
            () => _ = layer.ClearAsync(default),
        })
        {
            Assert.Throws<ObjectDisposedException>(operation);
        }

        await Assert.ThrowsAsync<ObjectDisposedException>(async () =>
        {
            await foreach (var _ in layer.EnumerateAsync(default))
            {
            }
        });
        Assert.Equal(0, layer.Count);
        _clock.AdvanceMs(10_000);
    }

    [Fact]
    public async Task A_listing_has_every_valid_entry_and_ends_when_cancelled()
    {
        var layer = Layer();
        layer.Set(1, Entry("gone", ttlMs: 1));
        layer.Set(2, Entry("a"));
        layer.Set(3, Entry("b"));
        _clock.AdvanceMs(1);
        var seen = new List<int>();
        await foreach (var (key, _) in layer.EnumerateAsync(default))
        {
            seen.Add(key);
        }

        Assert.Equal([2, 3], seen.Order());
        using var patience = new CancellationTokenSource();
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in layer.EnumerateAsync(patience.Token))
            {
            }
        });
    }

    /// <summary>What came in is what left or is here.</summary>
    internal static void AssertExact(MemoryLayer<int, string> layer)
    {
        var s = layer.Statistics;
        Assert.Equal(s.Inserts, s.Removals + s.Evictions + s.Expirations + s.Entries);
    }

    private Entry<string> Entry(
        string value, long? ttlMs = null, int weight = 1, EntryPriority priority = EntryPriority.Normal) =>
        new(value, ttlMs is { } ms ? new(_clock.NowUnixMs + ms) : Deadline.Never, _clock.NowUnixMs, weight, priority);

    private MemoryLayer<int, string> Layer(int capacity = 1000, long? capacityWeight = null) => new(
        new MemoryLayerOptions<int, string> { CapacityEntries = capacity, CapacityWeight = capacityWeight, TimeProvider = _clock });

    private sealed class Constant : IEqualityComparer<int>
    {
        public bool Equals(int x, int y) => x == y;

        public int GetHashCode(int obj) => 42;
    }
}
