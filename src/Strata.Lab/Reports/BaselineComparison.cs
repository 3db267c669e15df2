namespace Strata.Lab;

/// <summary>
/// The same workload on the database alone, and how much faster the cache was: <c>baseline</c> of
/// the log.
/// </summary>
public sealed record BaselineComparison
{
    /// <summary>Operations that succeeded without the cache.</summary>
    public required long Operations { get; init; }

    /// <summary>How long they took in all, in seconds.</summary>
    public required double DurationSeconds { get; init; }

    /// <summary>Operations a second without the cache.</summary>
    public required double QueriesPerSecond { get; init; }

    /// <summary>Half of the reads without the cache stayed within it, in microseconds.</summary>
    public required double ReadP50Us { get; init; }

    /// <summary>99 % of the reads without the cache stayed within it, in microseconds.</summary>
    public double? ReadP99Us { get; init; }

    /// <summary>
    /// Operations a second with the cache, divided by those without; null where nothing was
    /// measured.
    /// </summary>
    public double? SpeedupThroughput { get; init; }

    /// <summary>
    /// The median read without the cache, divided by the one with it; null where nothing was
    /// measured.
    /// </summary>
    public double? SpeedupReadP50 { get; init; }

    /// <summary>Compares a run with the same workload on the database alone.</summary>
    /// <param name="cached">The log of the run with a cache.</param>
    /// <param name="alone">What was recorded without one.</param>
    /// <param name="aloneDuration">How long that took.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static BaselineComparison Of(RunLog cached, Recording alone, TimeSpan aloneDuration)
    {
        ArgumentNullException.ThrowIfNull(cached);
        ArgumentNullException.ThrowIfNull(alone);
        var summary = RunSummary.Of(alone, aloneDuration);
        var reads = LatencySummary.Of(alone.Reads);
        return new BaselineComparison
        {
            Operations = summary.TotalQueries,
            DurationSeconds = summary.TotalDurationSeconds,
            QueriesPerSecond = summary.QueriesPerSecond,
            ReadP50Us = reads.P50,
            ReadP99Us = reads.P99,
            SpeedupThroughput = Ratio(cached.Summary.QueriesPerSecond, summary.QueriesPerSecond),
            SpeedupReadP50 = Ratio(reads.P50, cached.LatencyUs?.Reads?.P50 ?? 0),
        };
    }

    private static double? Ratio(double over, double under) =>
        over > 0 && under > 0 ? Math.Round(over / under, 3) : null;
}
