namespace Strata.Lab;

/// <summary>What a run's figures say about its cache, and what to try next.</summary>
internal static class BenchInsights
{
    private const double HitRatePercentMin = 70;
    private const double QueriesPerSecondMin = 1000;
    private const double AverageUsMax = 10_000;
    private const double P95UsMax = 50_000;
    private const double GapPointsMax = 2;

    private static readonly (string Name, string Range, long FromMs, long ToMs)[] TtlClasses =
    [
        ("inventory", "30–60 s", 30_000, 60_000),
        ("profiles", "5–15 min", 300_000, 900_000),
        ("sessions", "5–30 min", 300_000, 1_800_000),
        ("catalogues", "15–60 min", 900_000, 3_600_000),
        ("static data", "1–24 h", 3_600_000, 86_400_000),
    ];

    /// <summary>Judgements (✓ or !) and advice (·), in the order to be read.</summary>
    public static IEnumerable<(char Mark, string Text)> Of(RunLog log)
    {
        var summary = log.Summary;
        var cached = log.Run is not { NoCache: true };
        if (summary.TotalQueries == 0)
        {
            yield return ('!', "no operation succeeded: there is nothing to judge");
            yield break;
        }

        if (cached && summary.CacheHits + summary.CacheMisses > 0)
        {
            yield return Judge(
                summary.CacheHitRatePercent > HitRatePercentMin,
                $"hit rate of {Figures.Percent(summary.CacheHitRatePercent)}",
                "over 70 %");
        }

        yield return Judge(
            summary.QueriesPerSecond > QueriesPerSecondMin,
            $"{Figures.Count(summary.QueriesPerSecond)} operations a second",
            "over 1,000");
        var average = log.AggregateMetrics.AvgQueryTimeUs;
        yield return Judge(average < AverageUsMax, $"average of {Figures.Time(average)}", "under 10 ms");
        if (log.LatencyUs is { } latency)
        {
            var p95 = latency.Operations.P95;
            yield return Judge(p95 < P95UsMax, $"p95 of {Figures.Time(p95)}", "under 50 ms");
        }

        if (cached && log.Prediction is { } prediction
            && Math.Abs(summary.CacheHitRatePercent - prediction.HitRatePercent) > GapMax(prediction, summary.Reads))
        {
            yield return ('!', "the hit rate is more than 2 points from the one predicted: the cache does not do "
                + "what the workload asks of it, or the prediction leaves something out");
        }

        if (cached)
        {
            yield return ('·', TtlAdvice(log.TestConfig.TtlMs));
            yield return ('·', JitterAdvice(log.Run?.JitterPercent));
        }
    }

    /// <summary>
    /// The gap chance alone explains: 2 points, or three standard deviations where reads are few.
    /// </summary>
    private static double GapMax(HitRatePrediction prediction, long reads)
    {
        var p = Math.Clamp(prediction.HitRatePercent / 100, 0, 1);
        return Math.Max(GapPointsMax, 300 * Math.Sqrt(p * (1 - p) / Math.Max(1, reads)));
    }

    private static (char, string) Judge(bool good, string figure, string wanted) =>
        (good ? '✓' : '!', $"{figure}: {(good ? "" : "not ")}{wanted}");

    private static string TtlAdvice(long ttlMs)
    {
        var ttl = Figures.Time(ttlMs * 1000.0);
        if (ttlMs >= 1000)
        {
            ttl = Figures.Span(ttlMs / 1000.0);
        }

        var fitting = TtlClasses.Where(c => ttlMs >= c.FromMs && ttlMs <= c.ToMs).ToArray();
        var named = fitting.Length > 0 ? fitting : TtlClasses;
        var listed = string.Join(", ", named.Select(c => $"{c.Name} ({c.Range})"));
        return fitting.Length > 0
            ? $"a time to live of {ttl} suits {listed}"
            : $"a time to live of {ttl} is outside the usual ones: {listed}";
    }

    private static string JitterAdvice(double? percent) => percent > 0
        ? $"a jitter of ±{percent:0.##} % keeps entries stored together from expiring together"
        : "entries stored together expire together; --jitter 20 spreads their ends by ±20 %";
}
