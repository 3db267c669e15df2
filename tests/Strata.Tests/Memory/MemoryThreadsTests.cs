using Strata.Testing;

namespace Strata.Tests.Memory;

/// <summary>The memory layer under real threads: its bounds hold at every moment, its counters end up exact.</summary>
public sealed class MemoryThreadsTests(ITestOutputHelper output)
{
    private const int Writers = 4;

    [Theory]
    [InlineData(1, null)]
    [InlineData(64, null)]
    [InlineData(64, 100L)]
    [InlineData(5000, 7000L)]
    public async Task Neither_bound_is_exceeded_at_any_moment(int capacity, long? capacityWeight)
    {
        var layer = new MemoryLayer<int, string>(
            new MemoryLayerOptions<int, string> { CapacityEntries = capacity, CapacityWeight = capacityWeight });
        var seed = Seed.Next(output.WriteLine);
        using var done = new CancellationTokenSource();
        using var looking = new ManualResetEventSlim();
        var watcher = Task.Factory.StartNew(Watch, TaskCreationOptions.LongRunning);
        void Watch()
        {
            for (; !done.IsCancellationRequested; looking.Set())
            {
                Assert.InRange(layer.Count, 0, capacity);
                Assert.InRange(layer.Statistics.Weight, 0, capacityWeight ?? long.MaxValue);
            }
        }

        looking.Wait(TimeSpan.FromSeconds(10));
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(w => Task.Run(() =>
        {
            var random = new Random(seed + w);
            for (var i = 0; i < 40_000; i++)
            {
                var key = random.Next(capacity * 3);
                if (random.Next(8) == 0)
                {
                    layer.Remove(key);
                    continue;
                }

                layer.Set(key, new Entry<string>("v", Deadline.Never, 0, 1 + random.Next(capacityWeight is null ? 1 : 5)));
            }
        })));
        await done.CancelAsync();
        await watcher;
        Assert.True(looking.IsSet);
        MemoryLayerTests.AssertExact(layer);
        var count = 0;
        long weight = 0;
        await foreach (var (_, entry) in layer.EnumerateAsync(default))
        {
            count++;
            weight += entry.Weight;
        }

        Assert.Equal((layer.Count, layer.Statistics.Weight), (count, weight));
    }

    [Fact]
    public async Task Clear_while_others_write_leaves_the_books_straight()
    {
        var layer = new MemoryLayer<int, string>(new MemoryLayerOptions<int, string> { CapacityEntries = 2048 });
        var seed = Seed.Next(output.WriteLine);
        var writers = Task.WhenAll(Enumerable.Range(0, Writers).Select(w => Task.Run(() =>
        {
            var random = new Random(seed + w);
            for (var i = 0; i < 50_000; i++)
            {
                var deadline = random.Next(2) == 0 ? Deadline.Never : new Deadline(long.MaxValue - 1);
                layer.Set(random.Next(4000), new Entry<string>("v", deadline, 0));
            }
        })));
        while (!writers.IsCompleted)
        {
            layer.Clear();
        }

        await writers;
        MemoryLayerTests.AssertExact(layer);
        layer.Clear();
        MemoryLayerTests.AssertExact(layer);
        Assert.Equal((0, 0), (layer.Count, layer.Statistics.Weight));
    }

    [Fact]
    public async Task Hits_misses_inserts_and_updates_are_exact_once_the_threads_have_stopped()
    {
        var layer = new MemoryLayer<int, string>(new MemoryLayerOptions<int, string> { CapacityEntries = 100_000 });
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(w => Task.Run(() =>
        {
            for (var i = 0; i < 1000; i++)
            {
                var key = (w * 1000) + i;
                Assert.False(layer.TryGet(key, out _));
                layer.Set(key, new Entry<string>("v", Deadline.Never, 0));
                layer.Set(key, new Entry<string>("w", Deadline.Never, 0));
                Assert.True(layer.TryGet(key, out _));
                if (i % 4 == 0)
                {
                    Assert.True(layer.Remove(key));
                    Assert.False(layer.Remove(key));
                }
            }
        })));
        var s = layer.Statistics;
        Assert.Equal((4000, 4000, 4000, 4000), (s.Hits, s.Misses, s.Inserts, s.Updates));
        Assert.Equal((1000, 3000, 3000), (s.Removals, s.Entries, s.Weight));
    }
}
