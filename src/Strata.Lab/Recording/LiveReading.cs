namespace Strata.Lab;

/// <summary>How a run stands at one moment: counts since its start, rates since the reading before.</summary>
/// <param name="Hits">Reads answered by the cache so far.</param>
/// <param name="Misses">Reads that went to the database so far.</param>
/// <param name="Writes">Writes so far.</param>
/// <param name="Failures">Failed operations so far; they are in none of the other counts.</param>
/// <param name="OperationsPerSecond">Operations a second since the reading before.</param>
/// <param name="HitRatePercent">
/// Hits as a share of reads since the reading before; null if nothing was read.
/// </param>
/// <param name="P99">
/// The time 99 % of the operations since the reading before stayed within; null if there was none.
/// </param>
public readonly record struct LiveReading(
    long Hits,
    long Misses,
    long Writes,
    long Failures,
    double OperationsPerSecond,
    double? HitRatePercent,
    TimeSpan? P99)
{
    /// <summary>Operations so far: hits, misses and writes.</summary>
    public long Operations => Hits + Misses + Writes;

    /// <summary>Reads so far: hits and misses.</summary>
    public long Reads => Hits + Misses;
}
