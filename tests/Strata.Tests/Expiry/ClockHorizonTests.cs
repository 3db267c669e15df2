using Strata.Testing;

namespace Strata.Tests.Expiry;

public sealed class ClockHorizonTests
{
    [Fact]
    public void A_clock_that_is_not_the_systems_is_looked_at_each_time()
    {
        var clock = new ManualClock();
        var horizon = ClockHorizon.Of(clock);
        Assert.Equal(clock.NowUnixMs, horizon.NowMs());
        Assert.Equal(long.MaxValue - 1, horizon.SafeUntilUnixMs);
        clock.AdvanceMs(5);
        Assert.Equal(clock.NowUnixMs, horizon.NowMs());
    }

    [Fact]
    public void The_systems_horizon_stays_ahead_of_the_clock_or_answers_nothing()
    {
        var horizon = ClockHorizon.Of(TimeProvider.System);
        Assert.Same(horizon, ClockHorizon.Of(TimeProvider.System));
        var end = TimeProvider.System.NowMs() + 600;
        for (var now = horizon.NowMs(); now < end; now = TimeProvider.System.NowMs())
        {
            var safe = horizon.SafeUntilUnixMs;
            Assert.True(safe > now, $"the horizon {safe} is not ahead of {now}");
            Assert.True(safe == long.MaxValue - 1 || safe <= TimeProvider.System.NowMs() + ClockHorizon.LeadMs);
            Thread.Yield();
        }
    }

    [Fact]
    public void Entries_expire_to_the_millisecond_by_the_systems_clock()
    {
        var layer = new MemoryLayer<int, long>();
        for (var round = 0; round < 20; round++)
        {
            var deadline = TimeProvider.System.NowMs() + 15;
            layer.Set(1, new Entry<long>(deadline, new(deadline), 0));
            var isHeld = true;
            while (isHeld)
            {
                var before = TimeProvider.System.NowMs();
                isHeld = layer.TryGet(1, out _);
                Assert.True(!isHeld || before < deadline, "held at or after the deadline");
                Assert.True(isHeld || TimeProvider.System.NowMs() >= deadline, "gone before the deadline");
            }
        }
    }
}
