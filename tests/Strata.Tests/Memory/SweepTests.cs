using System.Runtime.CompilerServices;
using Strata.Testing;

namespace Strata.Tests.Memory;

public sealed class SweepTests
{
    private readonly CountingClock _clock = new();

    [Fact]
    public void Memory_of_expired_entries_is_given_back_without_a_read()
    {
        var layer = Layer();
        for (var key = 0; key < 5000; key++)
        {
            layer.Set(key, new Entry<int>(key, new(_clock.NowMs() + 10_000), 0));
        }

        layer.Set(-1, new Entry<int>(-1, Deadline.Never, 0));
        _clock.Time.AdvanceMs(9_999);
        Assert.Equal(5001, layer.Count);
        _clock.Time.AdvanceMs(1 + 256 + 1000);
        Assert.Equal(1, layer.Count);
        Assert.Equal(5000, layer.Statistics.Expirations);
    }

    [Fact]
    public void A_sweep_ends_although_more_than_a_batch_falls_due_later_in_the_present_tick()
    {
        var layer = Layer(batch: 16);
        for (var key = 0; key < 5000; key++)
        {
            // The sweep comes at 1000 ms.
            layer.Set(key, new Entry<int>(key, new(_clock.NowMs() + 1001 + (key % 200)), 0));
        }

        _clock.Time.AdvanceMs(1000);
        Assert.Equal(5000, layer.Count);
        _clock.Time.AdvanceMs(2000);
        Assert.Equal(0, layer.Count);
    }

    [Fact]
    public void There_is_one_timer_for_the_layer_and_none_runs_before_the_first_time_to_live()
    {
        var layer = Layer();
        layer.Set(1, new Entry<int>(1, Deadline.Never, 0));
        Assert.Equal(0, _clock.Started);
        for (var key = 0; key < 1000; key++)
        {
            layer.Set(key, new Entry<int>(key, new(_clock.NowMs() + 1 + key), 0));
        }

        Assert.Equal((1, 1), (_clock.Started, _clock.Created));
        _clock.Time.AdvanceMs(60_000);
        Assert.Equal((1, 1), (_clock.Started, _clock.Created));
    }

    [Fact]
    public void A_layer_nobody_disposed_of_can_be_collected()
    {
        var forgotten = MakeAndForget();
        for (var i = 0; i < 10 && forgotten.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(forgotten.IsAlive);
        _clock.Time.AdvanceMs(10_000);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference MakeAndForget()
    {
        var layer = Layer();
        layer.Set(1, new Entry<int>(1, new(_clock.NowMs() + 1000), 0));
        Assert.Equal(1, _clock.Started);
        return new WeakReference(layer);
    }

    private MemoryLayer<int, int> Layer(int batch = 512) =>
        new(new MemoryLayerOptions<int, int> { TimeProvider = _clock, SweepBatchEntries = batch });

    /// <summary>A manual clock that counts the timers made from it and how often one was started.</summary>
    private sealed class CountingClock : TimeProvider
    {
        public ManualClock Time { get; } = new();

        public int Created { get; private set; }

        public int Started { get; private set; }

        public override DateTimeOffset GetUtcNow() => Time.GetUtcNow();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Created++;
            var timer = new Counted(this, Time.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, period));
            timer.Change(dueTime, period);
            return timer;
        }

        private sealed class Counted(CountingClock clock, ITimer inner) : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period)
            {
                clock.Started += dueTime == Timeout.InfiniteTimeSpan ? 0 : 1;
                return inner.Change(dueTime, period);
            }

            public void Dispose() => inner.Dispose();

            public ValueTask DisposeAsync() => inner.DisposeAsync();
        }
    }
}
