using Strata.Lab.Sampling;

namespace Strata.Lab.Tests.Sampling;

public sealed class SampleSummaryTests
{
    [Fact]
    public void Percentiles_are_nearest_ranks_and_the_deviation_is_that_of_the_samples()
    {
        var summary = SampleSummary.Of([.. Enumerable.Range(1, 100).Select(i => (double)i).Reverse()]);

        Assert.Equal((100, 50.5, 50.0, 95.0, 99.0), (summary.Samples, summary.MeanNs, summary.P50Ns, summary.P95Ns, summary.P99Ns));
        Assert.Equal((1.0, 100.0), (summary.MinNs, summary.MaxNs));
        Assert.Equal(Math.Sqrt(833.25), summary.StandardDeviationNs, tolerance: 1e-9);
    }

    [Fact]
    public void A_percentile_of_few_samples_is_one_of_them()
    {
        var summary = SampleSummary.Of([7, 3, 5]);

        Assert.Equal((5.0, 7.0, 7.0), (summary.P50Ns, summary.P95Ns, summary.P99Ns));
    }

    [Fact]
    public void No_samples_are_all_zero()
    {
        var summary = SampleSummary.Of([]);

        Assert.Equal((0, 0.0, 0.0, 0.0), (summary.Samples, summary.MeanNs, summary.P99Ns, summary.StandardDeviationNs));
    }

    [Fact]
    public void Medians_over_rounds_leave_a_disturbed_round_out_and_add_up_the_samples()
    {
        var summary = SampleSummary.MedianOf(
            [SampleSummary.Of([1, 2]), SampleSummary.Of([9_000, 9_000]), SampleSummary.Of([3, 4])]);

        Assert.Equal((6, 3.5, 4.0, 3.0), (summary.Samples, summary.MeanNs, summary.P95Ns, summary.MinNs));
    }
}
