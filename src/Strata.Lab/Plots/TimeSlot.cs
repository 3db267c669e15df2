namespace Strata.Lab;

/// <summary>
/// What happened in one slot of a run's time: a second, or several where a run is too long to show
/// each.
/// </summary>
/// <param name="StartSecond">Where the slot begins, in seconds since the run's first second.</param>
/// <param name="Seconds">How long it is, in seconds.</param>
/// <param name="Count">Operations.</param>
/// <param name="Hits">Reads answered by the cache.</param>
/// <param name="Misses">Reads that went to the database.</param>
/// <param name="Operations">How long operations took; null if there were none.</param>
/// <param name="HitLatency">How long hits took; null if there were none or they were not timed apart.</param>
/// <param name="DatabaseLatency">How long database calls took; null likewise.</param>
internal sealed record TimeSlot(
    long StartSecond,
    long Seconds,
    double Count,
    double Hits,
    double Misses,
    LatencySpan? Operations,
    LatencySpan? HitLatency,
    LatencySpan? DatabaseLatency)
{
    public double PerSecond => Count / Seconds;

    public double? HitRatePercent => Hits + Misses > 0 ? 100 * (Hits / (Hits + Misses)) : null;
}
