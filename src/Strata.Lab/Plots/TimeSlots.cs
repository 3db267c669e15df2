namespace Strata.Lab;

/// <summary>
/// A run's time cut into equal slots, few enough to be drawn. A slot in which nothing ended is empty, not
/// left out: a pause of the database must be seen.
/// </summary>
internal sealed class TimeSlots
{
    private static readonly long[] RoundSeconds =
        [1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1200, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400];

    private TimeSlots(long secondsPerSlot, long totalSeconds, TimeSlot[] all)
    {
        SecondsPerSlot = secondsPerSlot;
        TotalSeconds = totalSeconds;
        All = all;
    }

    public long SecondsPerSlot { get; }

    public long TotalSeconds { get; }

    public IReadOnlyList<TimeSlot> All { get; }

    /// <summary>
    /// Whether the log times hits and database calls apart; a log of the reference format does not.
    /// </summary>
    public static bool AreLatenciesApart(RunLog log) =>
        log.TimeSeriesMetrics.Values.Any(s => s.HitCount is not null || s.DatabaseCount is not null);

    public static TimeSlots Of(RunLog log, int slotsMax)
    {
        var (first, last) = (log.TimeSeriesMetrics.First().Key, log.TimeSeriesMetrics.Last().Key);
        var total = last - first + 1;
        var perSlot = RoundUp((total + slotsMax - 1) / slotsMax);
        var seconds = new List<SecondMetrics>[(int)((total + perSlot - 1) / perSlot)];
        foreach (var (second, metrics) in log.TimeSeriesMetrics)
        {
            (seconds[(int)((second - first) / perSlot)] ??= []).Add(metrics);
        }

        return new TimeSlots(
            perSlot,
            total,
            [.. seconds.Select((s, i) => Slot(i * perSlot, Math.Min(perSlot, total - (i * perSlot)), s ?? []))]);
    }

    /// <summary>The next span of time that people count in: 1, 2, 5, 10, 15 seconds… days.</summary>
    public static long RoundUp(long seconds)
    {
        var days = (seconds + RoundSeconds[^1] - 1) / RoundSeconds[^1];
        return days > 1 ? days * RoundSeconds[^1] : RoundSeconds.First(round => round >= seconds);
    }

    private static TimeSlot Slot(long start, long length, List<SecondMetrics> seconds) => new(
        start,
        length,
        seconds.Sum(s => (double)s.Count),
        seconds.Sum(s => (double)s.CacheHits),
        seconds.Sum(s => (double)s.CacheMisses),
        Span(seconds, s => (s.Count, s.TotalTimeUs, s.MinTimeUs, s.MaxTimeUs)),
        Span(seconds, s => (s.HitCount ?? 0, s.HitTotalUs ?? 0, s.HitMinUs ?? 0, s.HitMaxUs ?? 0)),
        Span(seconds, s => (s.DatabaseCount ?? 0, s.DatabaseTotalUs ?? 0, s.DatabaseMinUs ?? 0, s.DatabaseMaxUs ?? 0)));

    private static LatencySpan? Span(
        List<SecondMetrics> seconds, Func<SecondMetrics, (long Count, double Total, double Min, double Max)> of)
    {
        var timed = seconds.Select(of).Where(s => s.Count > 0).ToArray();
        if (timed.Length == 0)
        {
            return null;
        }

        // Hand-made totals may add up to more than a number can hold.
        var total = Math.Min(double.MaxValue, timed.Sum(s => s.Total));
        return new LatencySpan(
            total / timed.Sum(s => (double)s.Count), timed.Min(s => s.Min), timed.Max(s => s.Max));
    }
}
