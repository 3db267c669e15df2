using Strata.Testing;

namespace Strata.Lab.Tests;

public sealed class LatencyHistogramTests(ITestOutputHelper output)
{
    private static readonly double[] Percents = [0, 0.1, 1, 10, 25, 50, 75, 90, 95, 99, 99.9, 99.99, 100];

    [Fact]
    public void An_empty_histogram_answers_zero_to_everything()
    {
        var histogram = new LatencyHistogram();

        Assert.Equal(0, histogram.Count);
        Assert.Equal(0, histogram.MeanNs);
        Assert.Equal(0, histogram.MinNs);
        Assert.Equal(0, histogram.MaxNs);
        Assert.All(Percents, p => Assert.Equal(0, histogram.PercentileNs(p)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(1_000_000)]
    [InlineData(long.MaxValue)]
    public void A_single_duration_is_every_percentile_exactly(long nanoseconds)
    {
        var histogram = new LatencyHistogram();
        histogram.Record(nanoseconds);

        Assert.All(Percents, p => Assert.Equal(nanoseconds, histogram.PercentileNs(p)));
        Assert.Equal(nanoseconds, histogram.MinNs);
        Assert.Equal(nanoseconds, histogram.MaxNs);
    }

    [Fact]
    public void A_negative_duration_counts_as_zero()
    {
        var histogram = new LatencyHistogram();
        histogram.Record(-5);

        Assert.Equal((1, 0, 0, 0), (histogram.Count, histogram.MinNs, histogram.MaxNs, histogram.SumNs));
    }

    [Fact]
    public void The_middle_of_a_bucket_is_within_one_percent_of_all_it_holds()
    {
        var random = new Random(Seed.Next(output.WriteLine));
        for (var i = 0; i < 200_000; i++)
        {
            var value = random.NextInt64() >> random.Next(63);
            var middle = LatencyHistogram.MiddleOf(LatencyHistogram.BucketOf(value));

            Assert.True(Math.Abs(middle - value) <= value / 128.0, $"{value} stands as {middle}");
        }
    }

    [Fact]
    public void Percentiles_agree_with_sorting_within_one_percent()
    {
        var random = new Random(Seed.Next(output.WriteLine));
        for (var round = 0; round < 200; round++)
        {
            var values = Durations(random, random.Next(1, 3000));
            var histogram = new LatencyHistogram();
            Array.ForEach(values, histogram.Record);
            Array.Sort(values);

            Assert.Equal(values.Length, histogram.Count);
            Assert.Equal(values.Sum(), histogram.SumNs);
            Assert.Equal(values[0], histogram.PercentileNs(0));
            Assert.Equal(values[^1], histogram.PercentileNs(100));
            foreach (var percent in Percents)
            {
                var rank = Math.Max(1, (int)Math.Ceiling(Math.Round(percent * values.Length / 100, 6)));
                var exact = values[rank - 1];
                var found = histogram.PercentileNs(percent);
                Assert.True(
                    Math.Abs(found - exact) <= exact * 0.01,
                    $"round {round}: p{percent} of {values.Length} is {exact}, the histogram says {found}");
            }
        }
    }

    [Fact]
    public void Adding_histograms_is_recording_into_one()
    {
        var random = new Random(Seed.Next(output.WriteLine));
        var whole = new LatencyHistogram();
        var sum = new LatencyHistogram();
        for (var part = 0; part < 5; part++)
        {
            var histogram = new LatencyHistogram();
            foreach (var value in Durations(random, part * 100))
            {
                histogram.Record(value);
                whole.Record(value);
            }

            sum.Add(histogram);
        }

        Assert.Equal(
            (whole.Count, whole.SumNs, whole.MinNs, whole.MaxNs), (sum.Count, sum.SumNs, sum.MinNs, sum.MaxNs));
        Assert.All(Percents, p => Assert.Equal(whole.PercentileNs(p), sum.PercentileNs(p)));
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(100.1)]
    [InlineData(double.NaN)]
    public void A_percentile_outside_0_to_100_is_refused(double percent) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new LatencyHistogram().PercentileNs(percent));

    // Cheap hits, slow queries and the odd pause, as a real run has them.
    private static long[] Durations(Random random, int count)
    {
        var values = new long[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = random.Next(10) switch
            {
                0 => random.Next(200),
                9 => random.NextInt64(1_000_000_000),
                _ => (long)Math.Exp(random.NextDouble() * 18),
            };
        }

        return values;
    }
}
