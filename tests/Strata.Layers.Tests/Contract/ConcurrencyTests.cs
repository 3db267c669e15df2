namespace Strata.Layers.Tests.Contract;

/// <summary>Threads that meet at barriers; a failure of any of them is the test's.</summary>
public sealed class ConcurrencyTests : LayerTest
{
    private const int Threads = 4;

    public static TheoryData<string> Names => Layers.Names;

    [Theory, MemberData(nameof(Names))]
    public async Task A_completed_set_is_seen_by_every_get_that_starts_later(string name)
    {
        var layer = Bytes(name);
        const int Rounds = 100;
        using var written = new Barrier(Threads);
        await RunAsync(async me =>
        {
            for (var round = 0; round < Rounds; round++)
            {
                await layer.SetAsync(me, Made(BitConverter.GetBytes(round)), default);
                Meet(written);
                for (var other = 0; other < Threads; other++)
                {
                    var seen = (await layer.GetAsync(other, default)).Value;
                    Assert.Equal(round, BitConverter.ToInt32(seen));
                }

                Meet(written);
            }
        });
    }

    [Theory, MemberData(nameof(Names))]
    public async Task Writers_of_one_key_leave_one_whole_entry(string name)
    {
        var layer = Bytes(name);
        await RunAsync(async me =>
        {
            for (var i = 0; i < 200; i++)
            {
                var value = new byte[1 + (me * 500)];
                Array.Fill(value, (byte)me);
                await layer.SetAsync(7, new Entry<byte[]>(value, Deadline.Never, me, me + 1), default);
                var seen = (await layer.GetAsync(7, default)).Entry;
                var writer = (int)seen.CreatedUnixMs;
                Assert.Equal(writer + 1, seen.Weight);
                Assert.Equal(1 + (writer * 500), seen.Value.Length);
                Assert.All(seen.Value, b => Assert.Equal(writer, b));
            }
        });
    }

    [Theory, MemberData(nameof(Names))]
    public async Task Of_many_removers_exactly_one_finds_the_entry(string name)
    {
        var layer = Bytes(name);
        const int Rounds = 50;
        using var ready = new Barrier(Threads);
        var found = 0;
        await RunAsync(async me =>
        {
            for (var round = 0; round < Rounds; round++)
            {
                if (me == 0)
                {
                    await layer.SetAsync(1, Made<byte[]>([1]), default);
                }

                Meet(ready);
                if (await layer.RemoveAsync(1, default))
                {
                    Interlocked.Increment(ref found);
                }

                Meet(ready);
            }
        });
        Assert.Equal(Rounds, found);
    }

    [Theory, MemberData(nameof(Names))]
    public async Task Disposal_amid_use_ends_every_call_with_an_answer_or_a_refusal(string name)
    {
        var layer = Bytes(name);
        using var started = new Barrier(Threads);
        var disposed = false;
        await RunAsync(async me =>
        {
            Meet(started);
            try
            {
                for (var i = 0; ; i++)
                {
                    if (me == 0 && i == 20)
                    {
                        await layer.DisposeAsync();
                        Volatile.Write(ref disposed, true);
                    }

                    var isLate = Volatile.Read(ref disposed);
                    await layer.SetAsync(i % 100, Made<byte[]>([1]), default);
                    await layer.GetAsync(i % 100, default);
                    Assert.False(isLate, "a use after disposal was not refused");
                }
            }
            catch (ObjectDisposedException)
            {
                // The one legal end.
            }
        });
    }

    /// <summary>A thread that failed does not come; the others do not wait for it for ever.</summary>
    private static void Meet(Barrier barrier) =>
        Assert.True(barrier.SignalAndWait(TimeSpan.FromSeconds(30)), "another thread did not come");

    /// <summary>Runs one body on threads of their own, so that barriers cannot starve the pool.</summary>
    private static Task RunAsync(Func<int, Task> body) => Task.WhenAll(
        Enumerable.Range(0, Threads).Select(me => Task.Factory.StartNew(
            () => body(me).GetAwaiter().GetResult(),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));
}
