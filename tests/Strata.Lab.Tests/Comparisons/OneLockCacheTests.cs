using Strata.Lab.Comparisons;
using Strata.Testing;

namespace Strata.Lab.Tests.Comparisons;

public sealed class OneLockCacheTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void The_entry_unused_for_longest_makes_room()
    {
        var cache = new OneLockCache<string, int>(2, new ManualClock());
        cache.Set("a", 1, Minute);
        cache.Set("b", 2, Minute);
        Assert.True(cache.TryGet("a", out _));
        cache.Set("c", 3, Minute);

        Assert.False(cache.TryGet("b", out _));
        Assert.True(cache.TryGet("a", out var kept));
        Assert.Equal((1, 2, 1, 2, 1), (kept, cache.Count, cache.Evictions, cache.Hits, cache.Misses));
    }

    [Fact]
    public void An_entry_is_gone_at_its_deadline_and_a_clean_up_takes_the_expired_ones_alone()
    {
        var clock = new ManualClock();
        var cache = new OneLockCache<string, int>(10, clock);
        cache.Set("short", 1, Minute);
        cache.Set("brief", 1, Minute);
        cache.Set("long", 2, 2 * Minute);
        clock.Advance(Minute);

        Assert.False(cache.TryGet("short", out _));
        Assert.Equal(1, cache.RemoveExpired());
        Assert.Equal((1, 2), (cache.Count, cache.Expirations));
        Assert.True(cache.TryGet("long", out _));
    }

    [Fact]
    public async Task A_lock_that_is_found_taken_is_counted_once_and_one_that_is_free_is_not()
    {
        using var clock = new HeldUpClock();
        var cache = new OneLockCache<string, int>(10, clock);
        cache.Set("a", 1, Minute);
        Assert.Equal(0, cache.Contentions);

        clock.HoldUp = true;
        var inside = Task.Factory.StartNew(() => cache.TryGet("a", out _), TaskCreationOptions.LongRunning);
        clock.Entered.Wait(TestContext.Current.CancellationToken);
        var outside = Task.Factory.StartNew(() => cache.Set("b", 2, Minute), TaskCreationOptions.LongRunning);
        Assert.True(SpinWait.SpinUntil(() => cache.Contentions == 1, TimeSpan.FromSeconds(60)));
        clock.HoldUp = false;
        clock.GoOn.Set();
        await Task.WhenAll(inside, outside);

        Assert.Equal((1, 3), (cache.Contentions, cache.Acquisitions));
    }

    private sealed class HeldUpClock : TimeProvider, IDisposable
    {
        public ManualResetEventSlim Entered { get; } = new();

        public ManualResetEventSlim GoOn { get; } = new();

        public bool HoldUp { get; set; }

        public override DateTimeOffset GetUtcNow()
        {
            if (HoldUp)
            {
                Entered.Set();
                GoOn.Wait();
            }

            return DateTimeOffset.UnixEpoch;
        }

        public void Dispose()
        {
            Entered.Dispose();
            GoOn.Dispose();
        }
    }
}
