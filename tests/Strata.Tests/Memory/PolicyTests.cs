using Strata.Testing;

namespace Strata.Tests.Memory;

/// <summary>What holds for a memory layer whatever its policy.</summary>
public sealed class PolicyTests(ITestOutputHelper output)
{
    private readonly ManualClock _clock = new();

    public static TheoryData<EvictionPolicy> All => new(Enum.GetValues<EvictionPolicy>());

    public static TheoryData<EvictionPolicy> ThatEvict =>
        new(Enum.GetValues<EvictionPolicy>().Where(policy => policy != EvictionPolicy.None));

    [Theory, MemberData(nameof(All))]
    public void With_room_for_all_it_agrees_with_a_plain_dictionary_at_every_step(EvictionPolicy policy)
    {
        var random = new Random(Seed.Next(output.WriteLine));
        var layer = Layer(policy, 1000);
        var model = new Dictionary<int, Entry<string>>();
        for (var step = 0; step < 20_000; step++)
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
                    var ttlMs = random.Next(4) == 0 ? long.MaxValue : _clock.NowUnixMs + 1 + random.NextInt64(1L << random.Next(20));
                    model[key] = new($"{step}", new(ttlMs), 0, 1 + random.Next(5), (EntryPriority)random.Next(3));
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
        }

        Assert.Equal(0, layer.Statistics.Evictions);
        MemoryLayerTests.AssertExact(layer);
    }

    [Theory, MemberData(nameof(ThatEvict))]
    public void When_full_it_takes_every_newest_entry_and_keeps_both_bounds(EvictionPolicy policy)
    {
        var random = new Random(Seed.Next(output.WriteLine));
        var layer = Layer(policy, 700, weight: 1500);
        for (var step = 0; step < 30_000; step++)
        {
            // Skewed, so that there is something to learn for a policy.
            var key = random.Next(1 + random.Next(4000));
            if (layer.TryGet(key, out var value))
            {
                Assert.Equal($"{key}", value);
            }

            switch (random.Next(12))
            {
                case 0:
                    layer.Remove(key);
                    break;
                case 1:
                    _clock.AdvanceMs(random.Next(300));
                    break;
                default:
                    var deadline = random.Next(3) == 0 ? Deadline.Never : new(_clock.NowUnixMs + 1 + random.Next(5000));
                    layer.Set(key, new Entry<string>($"{key}", deadline, 0, 1 + random.Next(6), (EntryPriority)random.Next(3)));
                    Assert.True(layer.Contains(key));
                    break;
            }

            Assert.InRange(layer.Count, 0, 700);
            Assert.InRange(layer.Statistics.Weight, 0, 1500);
        }

        Assert.True(layer.Statistics.Evictions > 1000);
        MemoryLayerTests.AssertExact(layer);
        AssertSound(layer);
    }

    [Theory, MemberData(nameof(All))]
    public void Bounds_may_change_while_it_is_full(EvictionPolicy policy)
    {
        var layer = Layer(policy, 4000);
        for (var key = 0; key < 4000; key++)
        {
            layer.Set(key, Of(key));
        }

        layer.Resize(1000);
        Assert.Equal((1000, 1000), (layer.Count, layer.CapacityEntries));
        layer.Resize(3000);
        for (var key = 10_000; key < 12_000; key++)
        {
            layer.Set(key, Of(key));
        }

        Assert.Equal(3000, layer.Count);
        Assert.True(layer.Contains(11_999));
        MemoryLayerTests.AssertExact(layer);
        AssertSound(layer);
        Assert.Throws<ArgumentOutOfRangeException>(() => layer.Resize(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => layer.Resize(1, 0));
    }

    [Theory, MemberData(nameof(ThatEvict))]
    public void Threads_that_set_remove_and_resize_leave_the_books_straight(EvictionPolicy policy)
    {
        var seed = Seed.Next(output.WriteLine);
        var layer = new MemoryLayer<int, string>(new() { CapacityEntries = 3000, Eviction = policy });
        Parallel.For(0, 4, new ParallelOptions { MaxDegreeOfParallelism = 4 }, worker =>
        {
            var random = new Random(seed + worker);
            for (var i = 0; i < 30_000; i++)
            {
                var key = random.Next(1 + random.Next(20_000));
                switch (random.Next(1000))
                {
                    case 0:
                        layer.Resize(1 + random.Next(3000));
                        break;
                    case 1:
                        layer.Clear();
                        break;
                    case < 50:
                        layer.Remove(key);
                        break;
                    case < 500:
                        Assert.True(!layer.TryGet(key, out var value) || value == $"{key}");
                        break;
                    default:
                        layer.Set(key, new Entry<string>($"{key}", Deadline.Never, 0, 1, (EntryPriority)random.Next(3)));
                        break;
                }
            }
        });
        Assert.True(layer.Count <= layer.CapacityEntries);
        MemoryLayerTests.AssertExact(layer);
        AssertSound(layer);
    }

    [Fact]
    public void The_policy_None_refuses_what_finds_no_room_and_keeps_what_it_has()
    {
        var layer = Layer(EvictionPolicy.None, 10);
        for (var key = 0; key < 10; key++)
        {
            layer.Set(key, Of(key, key == 3 ? _clock.NowUnixMs + 50 : long.MaxValue));
        }

        var refused = Assert.Throws<LayerException>(() => layer.Set(10, Of(10)));
        Assert.Equal(FailureKind.Transient, refused.Kind);
        Assert.Contains("full with 10 entries", refused.Message, StringComparison.Ordinal);
        layer.Set(5, Of(55));
        Assert.Equal(1, layer.Statistics.Refusals);
        _clock.AdvanceMs(50 + 256);
        layer.Set(10, Of(10));
        Assert.Equal((10, 0), (layer.Count, layer.Statistics.Evictions));
    }

    [Fact]
    public async Task Through_a_cache_the_policy_None_makes_a_set_fail_and_says_so()
    {
        await using var cache = new Cache<int, string>(Layer(EvictionPolicy.None, 1));
        await cache.SetAsync(1, "kept");
        var refused = await Assert.ThrowsAsync<CacheWriteException>(async () => await cache.SetAsync(2, "refused"));
        Assert.Contains("full", refused.Message + refused.InnerException?.Message, StringComparison.Ordinal);
        Assert.True(cache.TryGet(1, out _));
    }

    [Fact]
    public void Lru_evicts_what_was_not_read_for_the_longest_time()
    {
        var layer = Layer(EvictionPolicy.Lru, 1000);
        for (var key = 0; key < 1000; key++)
        {
            layer.Set(key, Of(key));
        }

        // All but every tenth is read, in several rounds so that time goes by.
        for (var round = 0; round < 4; round++)
        {
            for (var key = 0; key < 1000; key++)
            {
                if (key % 10 != 0)
                {
                    layer.TryGet(key, out _);
                }
            }
        }

        for (var key = 1000; key < 1100; key++)
        {
            layer.Set(key, Of(key));
        }

        Assert.Equal(0, Enumerable.Range(0, 100).Count(i => layer.Contains(i * 10)));
        Assert.Equal(900, Enumerable.Range(0, 1000).Count(layer.Contains));
    }

    [Fact]
    public void Lfu_keeps_what_was_read_often_through_many_that_were_read_once()
    {
        var layer = Layer(EvictionPolicy.Lfu, 1000);
        for (var key = 0; key < 100; key++)
        {
            layer.Set(key, Of(key));
            for (var read = 0; read < 20; read++)
            {
                layer.TryGet(key, out _);
            }
        }

        for (var key = 1000; key < 4000; key++)
        {
            layer.Set(key, Of(key));
            layer.TryGet(key, out _);
        }

        Assert.Equal(100, Enumerable.Range(0, 100).Count(layer.Contains));
    }

    [Theory]
    [InlineData(EvictionPolicy.Adaptive)]
    [InlineData(EvictionPolicy.WTinyLfu)]
    public void A_loop_larger_than_the_layer_still_hits(EvictionPolicy policy)
    {
        var layer = new MemoryLayer<int, string>(new() { CapacityEntries = 1000, Eviction = policy, Seed = 1 });
        var hits = 0;
        for (var i = 0; i < 200 * 1250; i++)
        {
            if (layer.TryGet(i % 1250, out _))
            {
                hits++;
            }
            else
            {
                layer.Set(i % 1250, Of(i));
            }
        }

        output.WriteLine($"{100.0 * hits / (200 * 1250):f1} %");
        Assert.True(hits > 0.6 * 200 * 1250, "LRU would hit never, the optimum nearly 80 % of the time.");
    }

    [Fact]
    public void Hottest_and_coldest_are_two_ends_of_one_list()
    {
        var layer = Layer(EvictionPolicy.Lru, 5000);
        for (var key = 0; key < 5000; key++)
        {
            layer.Set(key, Of(key));
        }

        for (var round = 0; round < 10; round++)
        {
            for (var key = 0; key < 1000; key++)
            {
                layer.TryGet(key, out _);
            }
        }

        for (var key = 5000; key < 5100; key++)
        {
            layer.Set(key, Of(key));
        }

        var (hot, cold) = (layer.Hottest(50), layer.Coldest(50));
        Assert.Equal((50, 50), (hot.Distinct().Count(), cold.Distinct().Count()));
        Assert.All(cold, key => Assert.InRange(key, 1000, 4999));
        Assert.Empty(hot.Intersect(cold));
        Assert.Equal(5000, layer.Hottest(int.MaxValue).Distinct().Count());
        Assert.Empty(layer.Coldest(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => layer.Hottest(-1));
    }

    /// <summary>What is listed is what is counted, and every listed key is found.</summary>
    internal static void AssertSound(MemoryLayer<int, string> layer)
    {
        var listed = layer.Coldest(int.MaxValue);
        Assert.Equal(layer.Count, listed.Count);
        Assert.Equal(listed.Count, listed.Distinct().Count());
        layer.Clear();
        Assert.Equal((0, 0), (layer.Count, layer.Statistics.Weight));
    }

    private static Entry<string> Of(int value, long deadline = long.MaxValue) => new($"{value}", new(deadline), 0);

    private MemoryLayer<int, string> Layer(EvictionPolicy policy, int capacity, long? weight = null) => new(
        new() { CapacityEntries = capacity, CapacityWeight = weight, Eviction = policy, TimeProvider = _clock });
}
