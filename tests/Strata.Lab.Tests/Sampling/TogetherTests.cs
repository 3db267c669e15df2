using Strata.Lab.Sampling;

namespace Strata.Lab.Tests.Sampling;

public sealed class TogetherTests
{
    [Fact]
    public void All_pieces_of_work_are_done_and_are_under_way_at_once()
    {
        using var meeting = new Barrier(4);
        var done = 0;

        Together.Run(TimeProvider.System, [.. Enumerable.Repeat<Action>(
            () =>
            {
                meeting.SignalAndWait();
                Interlocked.Increment(ref done);
            },
            4)]);

        Assert.Equal(4, done);
    }

    [Fact]
    public void What_a_piece_of_work_throws_is_thrown()
    {
        var thrown = Assert.Throws<AggregateException>(() => Together.Run(
            TimeProvider.System, [() => { }, () => throw new InvalidOperationException("torn")]));

        Assert.Equal("torn", Assert.Single(thrown.InnerExceptions).Message);
    }

    [Fact]
    public void A_hand_clock_fires_a_timer_once_a_move_and_never_after_it_is_disposed()
    {
        var clock = new HandClock();
        var fired = 0;
        var timer = clock.CreateTimer(_ => fired++, null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));

        clock.Move(TimeSpan.FromMilliseconds(999));
        Assert.Equal(0, fired);
        clock.Move(TimeSpan.FromMinutes(1));
        Assert.Equal(1, fired);
        clock.Move(TimeSpan.FromSeconds(1));
        Assert.Equal(2, fired);
        timer.Dispose();
        clock.Move(TimeSpan.FromSeconds(5));
        Assert.Equal(2, fired);
    }
}
