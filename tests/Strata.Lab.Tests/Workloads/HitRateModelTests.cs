using Strata.Lab.Workloads;
using Strata.Testing;

namespace Strata.Lab.Tests.Workloads;

public sealed class HitRateModelTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);

    [Theory]
    [InlineData(0.80, 10_000, 75.45)]
    [InlineData(0.60, 34_996, 40.40)]
    [InlineData(1.00, 10_000, 75.45)]
    public void Without_expiry_it_is_the_share_of_operations_that_touch_an_id_again(
        double readShare, int pool, double percent)
    {
        var predicted = HitRateModel.Predict(Steady(40_000, 8), readShare, pool, Long, StartingEntries.None);
        var closedForm = 1 - (pool * (1 - Math.Exp(-40_000.0 / pool)) / 40_000);
        Assert.Equal(percent, 100 * closedForm, 0.05);
        Assert.Equal(closedForm, predicted, 0.001);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(4_000)]
    [InlineData(40_000)]
    public void Operations_that_all_fall_into_one_moment_are_predicted_alike(int operations)
    {
        var pool = operations / 2;
        var predicted = HitRateModel.Predict(Steady(operations, 0.001), 1, pool, Long, StartingEntries.None);
        Assert.Equal(1 - (pool * (1 - Math.Exp(-2)) / operations), predicted, 0.001);
    }

    [Fact]
    public void Entries_of_an_earlier_run_count()
    {
        var start = new StartingEntries(9_817, [.. Enumerable.Repeat(250.0, 9_817)]);
        var predicted = HitRateModel.Predict(Steady(40_000, 2), 0.99, 10_000, Long, start);
        Assert.Equal(0.9954, predicted, 0.0005);
    }

    [Fact]
    public void A_short_time_to_live_gives_throughput_times_time_to_live_over_the_pool()
    {
        var predicted = HitRateModel.Predict(
            Steady(40_000, 8.8), 0.9, 34_996, TimeSpan.FromMilliseconds(100), StartingEntries.None);
        Assert.Equal(4544 * 0.1 / 34_996, predicted, 0.0005);
    }

    [Fact]
    public void It_agrees_with_a_simulation_whatever_the_workload()
    {
        var random = new Random(Seed.Next(output.WriteLine));
        for (var trial = 0; trial < 12; trial++)
        {
            var pool = random.Next(500, 5_000);
            var operations = random.Next(20_000, 60_000);
            var seconds = 1 + (random.NextDouble() * 9);
            var readShare = random.NextDouble();
            var ttl = TimeSpan.FromSeconds(0.02 + (random.NextDouble() * random.Next(1, 12)));
            var held = random.Next(0, pool);
            var remaining = Enumerable.Range(0, held).Select(_ => random.NextDouble() * 8).Order().ToArray();
            var ends = random.Next(2) == 0 ? Even(operations, seconds) : Bursts(random, operations, seconds);
            var predicted = HitRateModel.Predict(
                PaceOf(ends), readShare, pool, ttl, new StartingEntries(held, remaining));
            var simulated = Simulate(random, ends, readShare, pool, ttl.TotalSeconds, remaining);

            // Few reads say little: their share of hits scatters around the expected one.
            var scatter = Math.Sqrt(predicted * (1 - predicted) / Math.Max(1, operations * readShare));
            Assert.True(
                Math.Abs(predicted - simulated) < 0.01 + (4.5 * scatter),
                $"trial {trial}: predicted {predicted:P2}, simulated {simulated:P2}, pool {pool}, {operations} operations "
                + $"in {seconds:N2} s, {readShare:P0} reads, ttl {ttl.TotalSeconds:N3} s, {held} held");
        }
    }

    [Fact]
    public void Nothing_done_predicts_nothing() => Assert.Equal(
        0, HitRateModel.Predict(PaceOf([]), 0.8, 100, Long, StartingEntries.None));

    private static Pace Steady(int operations, double seconds) => PaceOf(Even(operations, seconds));

    private static double[] Even(int operations, double seconds) =>
        [.. Enumerable.Range(0, operations).Select(i => seconds * i / operations)];

    /// <summary>Bursts with stalls between them, as a disk makes them.</summary>
    private static double[] Bursts(Random random, int operations, double seconds)
    {
        var bursts = Enumerable.Range(0, random.Next(3, 60)).Select(_ => random.NextDouble() * seconds).ToArray();
        return [.. Enumerable.Range(0, operations)
            .Select(_ => bursts[random.Next(bursts.Length)] + (random.NextDouble() * 0.05))
            .Order()];
    }

    private static Pace PaceOf(double[] ends)
    {
        var pace = new Pace(TimeProvider.System, 1_000);
        foreach (var end in ends)
        {
            pace.Record(1_000 + (long)(end * TimeProvider.System.TimestampFrequency));
        }

        return pace;
    }

    private static double Simulate(
        Random random, double[] ends, double readShare, int pool, double ttl, double[] remaining)
    {
        var deadlines = new double[pool];
        remaining.CopyTo(deadlines, 0);
        long reads = 0, hits = 0;
        foreach (var now in ends)
        {
            var id = random.Next(pool);
            if (random.NextDouble() < readShare)
            {
                reads++;
                if (now < deadlines[id])
                {
                    hits++;
                    continue;
                }
            }

            deadlines[id] = now + ttl;
        }

        return reads == 0 ? 0 : (double)hits / reads;
    }
}
