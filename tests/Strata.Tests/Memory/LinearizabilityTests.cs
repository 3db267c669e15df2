using Strata.Testing;

namespace Strata.Tests.Memory;

/// <summary>Single keys under many threads: what each reads could have been so at one moment within its call.</summary>
public sealed class LinearizabilityTests(ITestOutputHelper output)
{
    private const int Threads = 4;

    [Theory]
    [InlineData(EvictionPolicy.Adaptive, true)]
    [InlineData(EvictionPolicy.Adaptive, false)]
    [InlineData(EvictionPolicy.Lru, true)]
    public void A_reader_never_sees_an_older_value_than_one_it_could_know_of(EvictionPolicy policy, bool isPlain)
    {
        // One writer counts upwards; whoever reads must find at least what was written before the read began, and no
        // more than what had been begun when it ended. Removals and neighbours that come and go use the slots again.
        var layer = new MemoryLayer<int, long[]>(new() { CapacityEntries = 600, Eviction = policy });
        long begun = 0, done = 0;
        var seed = Seed.Next(output.WriteLine);
        using var end = new CancellationTokenSource();
        Run(me =>
        {
            var random = new Random(seed + me);
            if (me == 0)
            {
                for (var i = 1L; i < 200_000; i++)
                {
                    Volatile.Write(ref begun, i);

                    // Another weight or an earlier deadline takes the way through the lock.
                    layer.Set(7, new Entry<long[]>([i, i, i], Deadline.Never, i, isPlain ? 1 : 1 + (int)(i % 3), EntryPriority.High));
                    Volatile.Write(ref done, i);
                }

                end.Cancel();
                return;
            }

            while (!end.IsCancellationRequested)
            {
                var least = Volatile.Read(ref done);
                var isHeld = layer.TryGetEntry(7, out var entry);
                var most = Volatile.Read(ref begun);
                if (isHeld)
                {
                    Assert.Equal(entry.Value[0], entry.Value[2]);
                    Assert.Equal(entry.CreatedUnixMs, entry.Value[0]);
                    Assert.InRange(entry.Value[0], least, most);
                }

                // Fewer than there is room for, so that nothing need leave.
                var neighbour = 100 + random.Next(400);
                if (random.Next(2) == 0)
                {
                    layer.Set(neighbour, new Entry<long[]>([neighbour], Deadline.Never, 0));
                }
                else
                {
                    layer.Remove(neighbour);
                }
            }
        });
        Assert.True(layer.TryGet(7, out var last) && last[0] == 199_999);
    }

    [Fact]
    public void Values_of_several_words_are_never_torn()
    {
        var layer = new MemoryLayer<Guid, (long, long, long, long)>(new() { CapacityEntries = 64 });
        var keys = Enumerable.Range(0, 200).Select(i => new Guid(i, (short)i, (short)i, [1, 2, 3, 4, 5, 6, 7, (byte)i])).ToArray();
        var seed = Seed.Next(output.WriteLine);
        Run(me =>
        {
            var random = new Random(seed + me);
            for (var i = 0; i < 150_000; i++)
            {
                var at = random.Next(keys.Length);
                if (random.Next(2) == 0)
                {
                    var n = ((long)i * keys.Length) + at;
                    layer.Set(keys[at], new Entry<(long, long, long, long)>((n, n, n, n), Deadline.Never, 0));
                }
                else if (layer.TryGet(keys[at], out var value))
                {
                    Assert.True(value.Item1 == value.Item4 && value.Item2 == value.Item3 && value.Item1 == value.Item2);
                    Assert.Equal(at, value.Item1 % keys.Length);
                }
            }
        });
    }

    [Fact]
    public void No_key_that_is_held_is_missed_while_the_table_grows_and_others_come_and_go()
    {
        var layer = new MemoryLayer<int, int>(new() { CapacityEntries = 400_000 });
        for (var key = 0; key < 1_000; key++)
        {
            layer.Set(key, new Entry<int>(key, Deadline.Never, 0));
        }

        using var end = new CancellationTokenSource();
        Run(me =>
        {
            if (me == 0)
            {
                for (var key = 1_000; key < 200_000; key++)
                {
                    layer.Set(key, new Entry<int>(key, Deadline.Never, 0));
                    if (key % 2 == 0)
                    {
                        layer.Remove(key - 500);
                    }
                }

                end.Cancel();
                return;
            }

            for (var i = 0; !end.IsCancellationRequested; i++)
            {
                Assert.True(layer.TryGet(i % 500, out var value) && value == i % 500, $"{i % 500} was missed");
            }
        });
    }

    [Fact]
    public void Of_an_expired_entry_written_anew_the_new_one_survives_the_sweep()
    {
        var clock = new ManualClock();
        var layer = new MemoryLayer<int, int>(new() { TimeProvider = clock, SweepBatchEntries = 3 });
        using var meet = new Barrier(2);
        Run(
            me =>
            {
                for (var round = 0; round < 300; round++)
                {
                    if (me == 0)
                    {
                        for (var key = 0; key < 50; key++)
                        {
                            layer.Set(key, new Entry<int>(round, new(clock.NowUnixMs + 1000), 0));
                        }
                    }

                    Assert.True(meet.SignalAndWait(TimeSpan.FromSeconds(30)));
                    if (me == 0)
                    {
                        clock.AdvanceMs(1500);
                    }
                    else
                    {
                        for (var key = 0; key < 50; key++)
                        {
                            layer.Set(key, new Entry<int>(-round, new(long.MaxValue - 1), 0));
                        }
                    }

                    Assert.True(meet.SignalAndWait(TimeSpan.FromSeconds(30)));
                    if (me == 0)
                    {
                        Assert.Equal(50, Enumerable.Range(0, 50).Count(key => layer.TryGet(key, out var v) && v == -round));
                        layer.Clear();
                    }

                    Assert.True(meet.SignalAndWait(TimeSpan.FromSeconds(30)));
                }
            },
            threads: 2);
    }

    private static void Run(Action<int> body, int threads = Threads) => Task.WaitAll([
        .. Enumerable.Range(0, threads).Select(me => Task.Factory.StartNew(
            () => body(me), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)),
    ]);
}
