using Strata.Testing;

namespace Strata.Tests.Memory;

// Alone: what others allocate and give back meanwhile would be counted.
[Collection(Alone.Name)]
public sealed class CapacityTests(ITestOutputHelper output)
{
    [Fact]
    public void A_bound_in_bytes_is_held_without_anybody_weighing()
    {
        var layer = new MemoryLayer<string, byte[]>(new() { CapacityBytes = 1_000_000 });
        var random = new Random(Seed.Next(output.WriteLine));
        for (var i = 0; i < 5_000; i++)
        {
            layer.Set($"key {i}", new Entry<byte[]>(new byte[random.Next(3_000)], Deadline.Never, 0));
            Assert.InRange(layer.Statistics.Weight, 0, 1_000_000);
        }

        Assert.InRange(layer.Statistics.Weight, 990_000, 1_000_000);
        Assert.True(layer.Statistics.EvictionsForWeight > 1_000);
        var refused = Assert.Throws<LayerException>(
            () => layer.Set("large", new Entry<byte[]>(new byte[1_000_001], Deadline.Never, 0)));
        Assert.Contains("CapacityBytes 1000000", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_size_told_of_an_entry_is_about_what_it_takes()
    {
        const int Count = 20_000;
        var layer = new MemoryLayer<string, byte[]>(new() { CapacityEntries = Count, CapacityBytes = 1L << 40 });
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < Count; i++)
        {
            layer.Set($"key number {i}", new Entry<byte[]>(new byte[500], Deadline.Never, 0));
        }

        var taken = GC.GetTotalMemory(forceFullCollection: true) - before;
        output.WriteLine($"taken {taken / Count}, told {layer.Statistics.Weight / Count} bytes an entry");
        Assert.InRange(layer.Statistics.Weight, 0.85 * taken, 1.15 * taken);
        GC.KeepAlive(layer);
    }

    [Fact]
    public void Types_whose_size_does_not_show_are_refused_by_name()
    {
        var refused = Assert.Throws<ArgumentException>(
            () => new MemoryLayer<string, Version>(new() { CapacityBytes = 1000 }));
        Assert.Contains("CapacityBytes cannot tell the size of a Version", refused.Message, StringComparison.Ordinal);
        _ = new MemoryLayer<string, Version>(new() { CapacityBytes = 1000, Weigher = (_, _) => 10 });
        Assert.Throws<ArgumentException>(() => new MemoryLayer<int, int>(new() { CapacityBytes = 1, CapacityWeight = 1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MemoryLayer<int, int>(new() { CapacityBytes = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MemoryLayer<int, int>(new() { Eviction = (EvictionPolicy)99 }));
    }

    [Fact]
    public void A_capacity_beyond_memory_takes_none_until_it_is_used()
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var layer = new MemoryLayer<int, int>(new() { CapacityEntries = int.MaxValue, CapacityWeight = long.MaxValue });
        layer.Set(1, new Entry<int>(1, Deadline.Never, 0));
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, 0, 1_000_000);
        Assert.True(layer.TryGet(1, out _));
    }

    [Fact]
    public async Task Memory_of_entries_that_left_is_given_back()
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var layer = new MemoryLayer<int, int>(new() { CapacityEntries = 500_000 });
        for (var round = 0; round < 3; round++)
        {
            for (var key = 0; key < 200_000; key++)
            {
                layer.Set(key, new Entry<int>(key, Deadline.Never, 0));
            }

            layer.Clear();
        }

        // 200,000 slots would be 11 MB; the buckets, 1 MB, and what remembers those evicted stay.
        var kept = GC.GetTotalMemory(forceFullCollection: true) - before;
        output.WriteLine($"kept {kept:N0} bytes");
        await layer.DisposeAsync();
        Assert.True(kept <= 4_000_000, $"{kept:N0} bytes are kept");
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Ten_million_live_deadlines_come_one_after_the_other()
    {
        const int Entries = 10_000_000;
        const int SpreadMs = 3_600_000;
        const int LagMs = 256 + 1000;
        var clock = new ManualClock();
        var layer = new MemoryLayer<int, int>(new()
        {
            CapacityEntries = Entries,
            Eviction = EvictionPolicy.None,
            TimeProvider = clock,
        });
        await using var closing = layer;
        var begun = clock.NowUnixMs;
        for (var key = 0; key < Entries; key++)
        {
            // Each millisecond of the hour is the deadline of two or three entries.
            layer.Set(key, new Entry<int>(key, new(begun + 1 + (key * 7919L % SpreadMs)), 0));
        }

        Assert.Equal(Entries, layer.Count);
        clock.AdvanceMs(SpreadMs / 2);
        var perMs = (double)Entries / SpreadMs;
        Assert.InRange(layer.Count, perMs * (SpreadMs / 2) - 3, perMs * ((SpreadMs / 2) + LagMs) + 3);
        clock.AdvanceMs((SpreadMs / 2) + LagMs);
        Assert.Equal((0, Entries), (layer.Count, layer.Statistics.Expirations));
    }

    [Fact]
    public void Advice_tells_about_what_another_capacity_would_have_hit()
    {
        var random = new Random(Seed.Next(output.WriteLine));
        var layer = new MemoryLayer<int, int>(new() { CapacityEntries = 2_000, Advice = true, Eviction = EvictionPolicy.Lru });
        var other = new MemoryLayer<int, int>(new() { CapacityEntries = 8_000, Eviction = EvictionPolicy.Lru });
        for (var i = 0; i < 400_000; i++)
        {
            // Skewed: small numbers are likelier.
            var key = (int)(20_000 * Math.Pow(random.NextDouble(), 3));
            foreach (var asked in (MemoryLayer<int, int>[])[layer, other])
            {
                if (!asked.TryGet(key, out _))
                {
                    asked.Set(key, new Entry<int>(key, Deadline.Never, 0));
                }
            }
        }

        var advice = layer.Advise();
        output.WriteLine($"{advice}; hit {layer.Statistics.HitRatio:P1} and {other.Statistics.HitRatio:P1}");
        Assert.InRange(advice.HitRatioAt(2_000), layer.Statistics.HitRatio - 0.04, layer.Statistics.HitRatio + 0.04);
        Assert.InRange(advice.HitRatioAt(8_000), other.Statistics.HitRatio - 0.04, other.Statistics.HitRatio + 0.04);
        Assert.True(advice.SampledRequests > 10_000);
        Assert.Contains("2,000", advice.ToString(), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => advice.HitRatioAt(0));
        Assert.Contains("Advice", Assert.Throws<InvalidOperationException>(other.Advise).Message, StringComparison.Ordinal);
    }
}
