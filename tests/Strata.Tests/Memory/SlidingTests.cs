using Strata.Testing;

namespace Strata.Tests.Memory;

public sealed class SlidingTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public void Each_hit_moves_the_deadline_and_silence_ends_it()
    {
        var layer = Layer();
        layer.Set(1, Sliding(100));
        for (var i = 0; i < 20; i++)
        {
            _clock.AdvanceMs(99);
            Assert.True(layer.TryGet(1, out _));
        }

        _clock.AdvanceMs(99);
        Assert.True(layer.TryGetEntry(1, out var entry));
        Assert.Equal(TimeSpan.FromMilliseconds(100), entry.SlidingTtl);
        Assert.Equal(Deadline.Never, entry.Deadline);
        _clock.AdvanceMs(100);
        Assert.False(layer.Contains(1));
        Assert.False(layer.TryGet(1, out _));
        Assert.Equal((0, 1), (layer.Count, layer.Statistics.Expirations));
    }

    [Fact]
    public void No_hit_moves_it_beyond_the_entrys_own_deadline()
    {
        var layer = Layer();
        layer.Set(1, Sliding(100, _clock.NowUnixMs + 250));
        _clock.AdvanceMs(90);
        Assert.True(layer.TryGet(1, out _));
        _clock.AdvanceMs(90);
        Assert.True(layer.TryGet(1, out _));
        _clock.AdvanceMs(69);
        Assert.True(layer.TryGet(1, out _));
        _clock.AdvanceMs(1);
        Assert.False(layer.TryGet(1, out _));
    }

    [Fact]
    public void Looking_whether_it_is_there_is_no_hit()
    {
        var layer = Layer();
        layer.Set(1, Sliding(100));
        _clock.AdvanceMs(60);
        Assert.True(layer.Contains(1));
        _clock.AdvanceMs(40);
        Assert.False(layer.Contains(1));
    }

    [Fact]
    public async Task Saving_the_layer_is_no_hit()
    {
        using var folder = new TemporaryFolder();
        var layer = Layer();
        layer.Set(1, Sliding(100));
        _clock.AdvanceMs(60);
        await layer.SaveAsync(folder.File("layer"), cancellationToken: TestContext.Current.CancellationToken);
        _clock.AdvanceMs(40);
        Assert.False(layer.Contains(1));
    }

    [Fact]
    public void The_sweep_spares_what_was_hit_and_takes_what_was_not()
    {
        var layer = Layer();
        for (var key = 0; key < 1000; key++)
        {
            layer.Set(key, Sliding(5_000));
        }

        for (var second = 0; second < 30; second++)
        {
            _clock.AdvanceMs(1_000);
            for (var key = 0; key < 500; key++)
            {
                Assert.True(layer.TryGet(key, out _));
            }
        }

        Assert.Equal((500, 500), (layer.Count, layer.Statistics.Expirations));
    }

    [Fact]
    public void It_may_take_the_place_of_a_standing_one_and_the_other_way_round()
    {
        var layer = Layer();
        layer.Set(1, new Entry<string>("stands", new(_clock.NowUnixMs + 100), 0));
        layer.Set(1, Sliding(1_000));
        _clock.AdvanceMs(500);
        Assert.True(layer.TryGet(1, out _));
        layer.Set(1, new Entry<string>("stands", new(_clock.NowUnixMs + 2_000), 0));
        _clock.AdvanceMs(1_999);
        Assert.True(layer.TryGet(1, out var value) && value == "stands");
        _clock.AdvanceMs(1);
        Assert.False(layer.TryGet(1, out _));
    }

    [Fact]
    public async Task A_cache_hands_it_to_its_memory()
    {
        await using var cache = new Cache<int, string>(new CacheOptions<int, string>
        {
            Layers = [Layer()],
            TimeProvider = _clock,
        });
        await cache.SetAsync(1, "v", new EntryOptions { SlidingTtl = TimeSpan.FromSeconds(1) });
        _clock.AdvanceMs(900);
        Assert.True(cache.TryGet(1, out _));
        _clock.AdvanceMs(900);
        Assert.True(cache.TryGet(1, out _));
        _clock.AdvanceMs(1_000);
        Assert.False(cache.TryGet(1, out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => new EntryOptions { SlidingTtl = TimeSpan.Zero });
    }

    private static Entry<string> Sliding(long ms, long deadline = long.MaxValue) =>
        new("slides", new(deadline), 0) { SlidingTtl = TimeSpan.FromMilliseconds(ms) };

    private MemoryLayer<int, string> Layer() => new(new() { TimeProvider = _clock });
}
