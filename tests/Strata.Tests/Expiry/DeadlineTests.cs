namespace Strata.Tests.Expiry;

public sealed class DeadlineTests
{
    [Fact]
    public void A_time_to_live_is_rounded_up_to_whole_milliseconds()
    {
        Assert.Equal(1001, Deadline.After(1000, TimeSpan.FromTicks(1)).UnixMs);
        Assert.Equal(1001, Deadline.After(1000, TimeSpan.FromMilliseconds(1)).UnixMs);
        Assert.Equal(1002, Deadline.After(1000, TimeSpan.FromTicks(TimeSpan.TicksPerMillisecond + 1)).UnixMs);
    }

    [Fact]
    public void The_very_millisecond_of_the_deadline_is_expired_and_never_is_not()
    {
        var deadline = new Deadline(1000);
        Assert.False(deadline.HasCome(999));
        Assert.True(deadline.HasCome(1000));
        Assert.False(Deadline.Never.HasCome(long.MaxValue));
        Assert.Null(Deadline.Never.Remaining(0));
        Assert.Equal(TimeSpan.FromMilliseconds(1), deadline.Remaining(999));
        Assert.Equal(TimeSpan.Zero, deadline.Remaining(5000));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(long.MaxValue - 1)]
    [InlineData(-5_000_000_000)]
    public void The_longest_time_to_live_never_overflows(long now)
    {
        var deadline = Deadline.After(now, TimeSpan.MaxValue);
        Assert.True(deadline.UnixMs > now);
        Assert.True(Deadline.After(now, TimeSpan.FromMilliseconds(1)).UnixMs > now);
    }

    [Fact]
    public void A_clock_before_1970_gives_deadlines_all_the_same() =>
        Assert.Equal(-4_000, Deadline.After(-5_000, TimeSpan.FromSeconds(1)).UnixMs);

    [Fact]
    public void Zero_and_negative_times_to_live_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Deadline.After(0, TimeSpan.Zero));
        Assert.Throws<ArgumentOutOfRangeException>(() => Deadline.After(0, TimeSpan.FromTicks(-1)));
    }
}
