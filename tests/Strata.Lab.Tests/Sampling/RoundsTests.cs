using Strata.Lab.Sampling;
using Strata.Testing;

namespace Strata.Lab.Tests.Sampling;

public sealed class RoundsTests
{
    private static readonly ManualClock Clock = new();

    [Fact]
    public void Contenders_take_turns_and_their_shares_make_up_the_samples()
    {
        var order = new List<string>();

        var (samples, emptyNs) = Rounds.Run(
            [Named("a", order, 3), Named("b", order, 5)], TimeSpan.Zero, Clock, 7, 3, new Steps(), CancellationToken.None);

        Assert.Equal(["warm a", "warm b", "a 2", "b 2", "a 2", "b 2", "a 3", "b 3"], order);
        Assert.Equal(Enumerable.Repeat(3.0, 7), samples[0]);
        Assert.Equal(Enumerable.Repeat(5.0, 7), samples[1]);
        Assert.Equal(3, emptyNs);
    }

    [Fact]
    public void They_warm_up_in_turn_until_the_time_is_over()
    {
        var clock = new ManualClock();
        var turns = 0;
        var contender = new Contender(
            "a",
            () =>
            {
                turns++;
                clock.AdvanceMs(100);
            },
            _ => 0);

        Rounds.Run([contender], TimeSpan.FromMilliseconds(250), clock, 1, 1, new Steps(), CancellationToken.None);

        Assert.Equal(3, turns);
    }

    [Fact]
    public void A_cancelled_run_measures_nothing_more()
    {
        using var stop = new CancellationTokenSource();
        var shares = 0;
        var contender = new Contender(
            "a",
            () => { },
            _ =>
            {
                shares++;
                stop.Cancel();
                return 0;
            });

        Assert.Throws<OperationCanceledException>(
            () => Rounds.Run([contender], TimeSpan.Zero, Clock, 10, 10, new Steps(), stop.Token));
        Assert.Equal(1, shares);
    }

    private static Contender Named(string name, List<string> order, double ns) => new(
        name,
        () => order.Add($"warm {name}"),
        share =>
        {
            order.Add($"{name} {share.Length}");
            share.Fill(ns);
            return ns;
        });

    private sealed class Steps : IProgress<MeasuringStep>
    {
        public void Report(MeasuringStep value) => Assert.InRange(value.ShareDone, 0, 1);
    }
}
