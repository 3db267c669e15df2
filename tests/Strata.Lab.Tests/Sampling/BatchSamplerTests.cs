using Strata.Lab.Sampling;

namespace Strata.Lab.Tests.Sampling;

public sealed class BatchSamplerTests
{
    private static readonly string[] Asked = ["a", "b", "c", "d"];

    [Fact]
    public void The_clock_and_the_empty_loop_are_taken_away_and_the_rest_is_shared_by_the_calls()
    {
        var clock = new CostlyClock(readingNs: 40);
        var samples = new double[5];

        var emptyNs = new BatchSampler(Asked, 100, clock).Sample(new SpendingProbe(clock, 12), samples);

        Assert.Equal(40, emptyNs);
        Assert.All(samples, sample => Assert.Equal(12, sample));
    }

    [Fact]
    public void An_empty_batch_that_costs_more_than_the_batch_leaves_a_time_below_zero()
    {
        var clock = new CostlyClock(readingNs: 0);
        var samples = new double[1];

        new BatchSampler(Asked, 10, clock).Sample(new SpendingProbe(clock, 1), samples, emptyNs: 30);

        Assert.Equal(-2, samples[0]);
    }

    [Fact]
    public void Two_readings_of_a_clock_cost_one_reading_between_them()
    {
        Assert.Equal(25, BatchSampler.TwoReadingsNs(new CostlyClock(readingNs: 25)));
    }

    [Fact]
    public void Every_key_is_asked_for_in_turn_from_the_start_on()
    {
        var seen = new List<string>();

        new BatchSampler(Asked, 3, new CostlyClock(1), start: 2).Sample(new SeeingProbe(seen), new double[2], 0);

        Assert.Equal(["c", "d", "a", "b", "c", "d"], seen);
    }

    [Fact]
    public void Keys_that_are_no_power_of_two_are_refused() =>
        Assert.Throws<ArgumentException>(() => new BatchSampler(["a", "b", "c"], 1, TimeProvider.System));

    [Fact]
    public void Keys_asked_for_equal_those_stored_and_are_other_instances()
    {
        Assert.Equal(Keys.Of(7), Keys.Of(7));
        Assert.NotSame(Keys.Of(7), Keys.Of(7));
        Assert.Equal(Keys.Draw(100, seed: 3), Keys.Draw(100, seed: 3));
        Assert.All(Keys.Draw(10, seed: 3), entry => Assert.InRange(entry, 0, 9));
    }

    private readonly struct SpendingProbe(CostlyClock clock, long ns) : IProbe
    {
        public int Run(string key, int position)
        {
            clock.Spend(ns);
            return key.Length;
        }
    }

    private readonly struct SeeingProbe(List<string> seen) : IProbe
    {
        public int Run(string key, int position)
        {
            seen.Add(key);
            return 0;
        }
    }
}
