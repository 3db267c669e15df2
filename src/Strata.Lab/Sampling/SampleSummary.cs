namespace Strata.Lab.Sampling;

/// <summary>Measured times in a few numbers, in nanoseconds; all 0 if there were none.</summary>
internal sealed record SampleSummary
{
    /// <summary>How many samples.</summary>
    public required int Samples { get; init; }

    /// <summary>95 % of them stayed within it.</summary>
    public required double P95Ns { get; init; }

    /// <summary>Their sum divided by their number.</summary>
    public required double MeanNs { get; init; }

    /// <summary>Half of them stayed within it.</summary>
    public required double P50Ns { get; init; }

    /// <summary>99 % of them stayed within it.</summary>
    public required double P99Ns { get; init; }

    /// <summary>How far they lie from their mean: the standard deviation of these samples.</summary>
    public required double StandardDeviationNs { get; init; }

    /// <summary>The shortest.</summary>
    public required double MinNs { get; init; }

    /// <summary>The longest.</summary>
    public required double MaxNs { get; init; }

    /// <summary>The numbers of some samples; they are left in the order they have.</summary>
    public static SampleSummary Of(ReadOnlySpan<double> samples)
    {
        var sorted = samples.ToArray();
        Array.Sort(sorted);
        var mean = sorted.Length == 0 ? 0 : sorted.Average();
        return new SampleSummary
        {
            Samples = sorted.Length,
            P95Ns = Percentile(sorted, 95),
            MeanNs = mean,
            P50Ns = Percentile(sorted, 50),
            P99Ns = Percentile(sorted, 99),
            StandardDeviationNs =
                sorted.Length == 0 ? 0 : Math.Sqrt(sorted.Average(value => (value - mean) * (value - mean))),
            MinNs = sorted.Length == 0 ? 0 : sorted[0],
            MaxNs = sorted.Length == 0 ? 0 : sorted[^1],
        };
    }

    /// <summary>
    /// Round by round medians: each number is the median of that number over the rounds, so that one
    /// disturbed round changes none of them. Samples are added up.
    /// </summary>
    public static SampleSummary MedianOf(IReadOnlyList<SampleSummary> rounds) => new()
    {
        Samples = rounds.Sum(round => round.Samples),
        P95Ns = Median(rounds.Select(round => round.P95Ns)),
        MeanNs = Median(rounds.Select(round => round.MeanNs)),
        P50Ns = Median(rounds.Select(round => round.P50Ns)),
        P99Ns = Median(rounds.Select(round => round.P99Ns)),
        StandardDeviationNs = Median(rounds.Select(round => round.StandardDeviationNs)),
        MinNs = Median(rounds.Select(round => round.MinNs)),
        MaxNs = Median(rounds.Select(round => round.MaxNs)),
    };

    /// <summary>The middle one, or the lower of the two in the middle; 0 of none.</summary>
    public static double Median(IEnumerable<double> values) => Percentile([.. values.Order()], 50);

    /// <summary>The nearest rank: the smallest value that so many percent do not exceed.</summary>
    private static double Percentile(double[] sorted, int percent) =>
        sorted.Length == 0 ? 0 : sorted[Math.Max(1, ((sorted.Length * (long)percent) + 99) / 100) - 1];
}
