namespace Strata.Lab;

/// <summary>Times of all operations of a run, in microseconds: <c>aggregate_metrics</c> of the log.</summary>
public sealed record AggregateMetrics
{
    /// <summary>The time of all operations divided by their number.</summary>
    public required double AvgQueryTimeUs { get; init; }

    /// <summary>The shortest.</summary>
    public required double MinQueryTimeUs { get; init; }

    /// <summary>The longest.</summary>
    public required double MaxQueryTimeUs { get; init; }

    internal static AggregateMetrics Of(LatencyHistogram operations) => new()
    {
        AvgQueryTimeUs = Microseconds.FromNs(operations.MeanNs),
        MinQueryTimeUs = Microseconds.FromNs(operations.MinNs),
        MaxQueryTimeUs = Microseconds.FromNs(operations.MaxNs),
    };
}
