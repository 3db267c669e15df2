using Strata.Testing;

namespace Strata.Tests.Memory;

/// <summary>Code of the application's that throws, lies, blocks or calls back: it gets its answer, and nobody else's is spoilt.</summary>
public sealed class MisbehaviourTests
{
    [Fact]
    public void A_weigher_that_throws_reaches_its_caller_and_nothing_is_done()
    {
        var layer = Weighed((_, value) => value == "bad" ? throw new InvalidOperationException("mine") : value.Length);
        layer.Set(1, Of("good"));
        Assert.Equal("mine", Assert.Throws<InvalidOperationException>(() => layer.Set(1, Of("bad"))).Message);
        Assert.True(layer.TryGet(1, out var value) && value == "good");
        Assert.Equal((1, 4), (layer.Count, layer.Statistics.Weight));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    [InlineData(int.MinValue)]
    public void A_weight_below_one_is_refused_by_name_and_value(int weight)
    {
        var layer = Weighed((_, _) => weight);
        var refused = Assert.Throws<InvalidOperationException>(() => layer.Set(1, Of("x")));
        Assert.Contains($"'memory' answered {weight}", refused.Message, StringComparison.Ordinal);
        Assert.Equal((0, 0), (layer.Count, layer.Statistics.Weight));
    }

    [Fact]
    public async Task Through_a_cache_a_weighers_failure_is_a_failed_write()
    {
        await using var cache = new Cache<int, string>(Weighed((_, _) => throw new InvalidOperationException("mine")));
        await Assert.ThrowsAsync<CacheWriteException>(async () => await cache.SetAsync(1, "x"));
        Assert.Equal("loaded", await cache.GetOrLoadAsync(1, static (_, _) => new("loaded")));
    }

    [Fact]
    public async Task A_comparer_that_throws_leaves_every_lock_free()
    {
        var comparer = new Moody();
        var layer = new MemoryLayer<string, int>(new() { Comparer = comparer });
        layer.Set("a", new Entry<int>(1, Deadline.Never, 0));
        foreach (var mood in (int[])[1, 2])
        {
            comparer.Throws = mood;
            Assert.Throws<InvalidOperationException>(() => layer.TryGet("a", out _));
            Assert.Throws<InvalidOperationException>(() => layer.Set("a", new Entry<int>(2, Deadline.Never, 0)));
            Assert.Throws<InvalidOperationException>(() => layer.Remove("a"));
            comparer.Throws = 0;
        }

        Assert.True(layer.TryGet("a", out var value) && value == 1);
        Assert.True(await Task.Run(() => layer.Remove("a")).WaitAsync(TimeSpan.FromSeconds(10)), "A lock was left taken.");
        Assert.Equal(0, layer.Count);
    }

    [Fact]
    public void A_key_whose_hash_changes_is_lost_until_evicted_and_harms_no_other()
    {
        var layer = new MemoryLayer<Changing, int>(new() { CapacityEntries = 100 });
        var keys = Enumerable.Range(0, 100).Select(i => new Changing { Number = i }).ToArray();
        foreach (var key in keys)
        {
            layer.Set(key, new Entry<int>(key.Number, Deadline.Never, 0));
        }

        foreach (var key in keys.Take(50))
        {
            key.Number += 100_000;
        }

        Assert.All(keys.Skip(50), key => Assert.True(layer.TryGet(key, out var value) && value == key.Number));
        for (var i = 200; i < 1000; i++)
        {
            layer.Set(new Changing { Number = i }, new Entry<int>(i, Deadline.Never, 0));
        }

        Assert.Equal(100, layer.Count);
        layer.Clear();
        Assert.Equal((0, 0), (layer.Count, layer.Statistics.Weight));
    }

    [Fact]
    public void A_callback_that_throws_is_counted_and_changes_nothing()
    {
        var told = new List<(int, RemovalReason)>();
        var clock = new ManualClock();
        MemoryLayer<int, string> layer = null!;
        layer = new(new()
        {
            CapacityEntries = 2,
            TimeProvider = clock,
            EntryRemoved = (key, _, reason) =>
            {
                told.Add((key, reason));
                throw new InvalidOperationException();
            },
        });
        layer.Set(1, Of("a"));
        layer.Set(1, Of("b"));
        layer.Remove(1);
        layer.Set(2, new Entry<string>("x", new(clock.NowUnixMs + 10), 0));
        clock.AdvanceMs(10);
        Assert.False(layer.TryGet(2, out _));
        for (var key = 3; key < 6; key++)
        {
            layer.Set(key, Of("c"));
        }

        layer.Clear();
        Assert.Equal(
            [RemovalReason.Replaced, RemovalReason.Removed, RemovalReason.Expired, RemovalReason.Evicted, RemovalReason.Cleared, RemovalReason.Cleared],
            told.Select(t => t.Item2));
        Assert.Equal((told.Count, 0), ((int)layer.Statistics.CallbackFailures, layer.Count));
    }

    [Fact]
    public void A_callback_may_call_the_layer()
    {
        MemoryLayer<int, string> layer = null!;
        layer = new(new()
        {
            CapacityEntries = 10,
            EntryRemoved = (key, entry, reason) =>
            {
                if (reason == RemovalReason.Evicted && key < 1000)
                {
                    layer.Set(key + 1000, entry);
                    layer.Remove(key + 2000);
                    layer.TryGet(key, out _);
                }
            },
        });
        for (var key = 0; key < 500; key++)
        {
            layer.Set(key, Of("x"));
        }

        Assert.Equal(10, layer.Count);
        MemoryLayerTests.AssertExact(layer);
    }

    [Fact]
    public async Task A_callback_that_blocks_holds_up_nobody_else()
    {
        using var go = new ManualResetEventSlim();
        using var isBlocked = new ManualResetEventSlim();
        var layer = new MemoryLayer<int, string>(new()
        {
            EntryRemoved = (key, _, _) =>
            {
                if (key == 1 && !isBlocked.IsSet)
                {
                    isBlocked.Set();
                    go.Wait();
                }
            },
        });
        layer.Set(1, Of("x"));
        var blocked = Task.Factory.StartNew(
            () => layer.Remove(1), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        Assert.True(isBlocked.Wait(TimeSpan.FromSeconds(30)));
        layer.Set(1, Of("y"));
        Assert.True(layer.TryGet(1, out var value) && value == "y");
        layer.Clear();
        go.Set();
        Assert.True(await blocked);
    }

    private static Entry<string> Of(string value) => new(value, Deadline.Never, 0);

    private static MemoryLayer<int, string> Weighed(Func<int, string, int> weigher) =>
        new(new() { CapacityWeight = 100, Weigher = weigher });

    private sealed class Moody : IEqualityComparer<string>
    {
        /// <summary>1: hashing throws; 2: comparing does.</summary>
        public int Throws { get; set; }

        public bool Equals(string? x, string? y) => Throws == 2 ? throw new InvalidOperationException() : x == y;

        public int GetHashCode(string obj) => Throws == 1 ? throw new InvalidOperationException() : obj.Length;
    }

    private sealed class Changing
    {
        public int Number { get; set; }

        public override int GetHashCode() => Number;

        public override bool Equals(object? obj) => obj is Changing other && other.Number == Number;
    }
}
