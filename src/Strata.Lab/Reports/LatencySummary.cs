namespace Strata.Lab;

/// <summary>A histogram in a few numbers, in microseconds; all 0 if nothing was recorded.</summary>
public sealed record LatencySummary
{
    /// <summary>How many durations.</summary>
    public required long Count { get; init; }

    /// <summary>Their sum divided by their number.</summary>
    public required double Mean { get; init; }

    /// <summary>The shortest.</summary>
    public required double Min { get; init; }

    /// <summary>Half of them stayed within it.</summary>
    public required double P50 { get; init; }

    /// <summary>95 % of them stayed within it.</summary>
    public required double P95 { get; init; }

    /// <summary>99 % of them stayed within it.</summary>
    public required double P99 { get; init; }

    /// <summary>99.9 % of them stayed within it.</summary>
    public required double P999 { get; init; }

    /// <summary>The longest.</summary>
    public required double Max { get; init; }

    /// <summary>The numbers of a histogram.</summary>
    /// <param name="histogram">The histogram.</param>
    /// <exception cref="ArgumentNullException"><paramref name="histogram"/> is null.</exception>
    public static LatencySummary Of(LatencyHistogram histogram)
    {
        ArgumentNullException.ThrowIfNull(histogram);
        return new LatencySummary
        {
            Count = histogram.Count,
            Mean = Microseconds.FromNs(histogram.MeanNs),
            Min = Microseconds.FromNs(histogram.MinNs),
            P50 = Microseconds.FromNs(histogram.PercentileNs(50)),
            P95 = Microseconds.FromNs(histogram.PercentileNs(95)),
            P99 = Microseconds.FromNs(histogram.PercentileNs(99)),
            P999 = Microseconds.FromNs(histogram.PercentileNs(99.9)),
            Max = Microseconds.FromNs(histogram.MaxNs),
        };
    }
}
