namespace Strata.Lab;

/// <summary>The hit rate the workload alone leads to expect: <c>prediction</c> of the log.</summary>
public sealed record HitRatePrediction
{
    /// <summary>Hits as a share of reads.</summary>
    public required double HitRatePercent { get; init; }

    /// <summary>How it was worked out, in one sentence.</summary>
    public required string Model { get; init; }
}
