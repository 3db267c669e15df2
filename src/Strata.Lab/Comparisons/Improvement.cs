namespace Strata.Lab.Comparisons;

/// <summary>
/// By how many percent the memory layer is better than the one-lock cache; below zero it is worse.
/// </summary>
internal sealed record Improvement
{
    /// <summary>By how much its average time is lower.</summary>
    public required double AveragePercent { get; init; }

    /// <summary>By how much its 95th percentile is lower.</summary>
    public required double P95Percent { get; init; }

    /// <summary>By how much its 99th percentile is lower.</summary>
    public required double P99Percent { get; init; }

    /// <summary>By how much its shortest time is lower.</summary>
    public required double MinPercent { get; init; }

    /// <summary>By how much its longest time is lower.</summary>
    public required double MaxPercent { get; init; }

    /// <summary>By how much its throughput is higher.</summary>
    public required double ThroughputPercent { get; init; }

    public static Improvement Of(ComparedSide before, ComparedSide after) => new()
    {
        AveragePercent = Lower(before.Time.MeanNs, after.Time.MeanNs),
        P95Percent = Lower(before.Time.P95Ns, after.Time.P95Ns),
        P99Percent = Lower(before.Time.P99Ns, after.Time.P99Ns),
        MinPercent = Lower(before.Time.MinNs, after.Time.MinNs),
        MaxPercent = Lower(before.Time.MaxNs, after.Time.MaxNs),
        ThroughputPercent = before.OperationsPerSecond > 0
            ? 100 * ((after.OperationsPerSecond / before.OperationsPerSecond) - 1)
            : 0,
    };

    /// <summary>By how many percent a value became lower; 0 if there was nothing to lower.</summary>
    public static double Lower(double before, double after) => before > 0 ? 100 * (before - after) / before : 0;
}
