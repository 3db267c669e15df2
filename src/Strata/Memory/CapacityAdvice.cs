namespace Strata;

/// <summary>
/// What other capacities of a memory layer would have brought, told from a sample of the requests since it was made.
/// </summary>
/// <remarks>
/// The figures are those of a layer that lets the least recently used entry go. The default policy mostly does
/// better at the same capacity; how much a larger one gains is similar.
/// </remarks>
public sealed class CapacityAdvice
{
    private readonly ReuseSample _sample;

    internal CapacityAdvice(ReuseSample sample, long capacityEntries)
    {
        _sample = sample;
        CapacityEntries = capacityEntries;
        SampledRequests = sample.Seen;
    }

    /// <summary>The layer's capacity when the advice was given.</summary>
    public long CapacityEntries { get; }

    /// <summary>How many requests the advice rests on; under some thousands it is worth little.</summary>
    public long SampledRequests { get; }

    /// <summary>
    /// The hit ratio a layer of so many entries would have had, 0 to 1; 0 if nothing was asked for yet.
    /// </summary>
    /// <param name="entries">
    /// A number of entries, at least 1. Beyond 16 times the capacity the answer is too low.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="entries"/> is less than 1.</exception>
    public double HitRatioAt(long entries)
    {
        Setting.ThrowIfLessThan(entries, 1);
        return _sample.HitRatioAt(entries);
    }

    private long Half => Math.Max(1, CapacityEntries / 2);

    /// <summary>The advice in a line: half, the same, twice and four times the capacity.</summary>
    public override string ToString() => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"hit ratio {HitRatioAt(Half):P1} with {Half:N0} entries,"
        + $" {HitRatioAt(CapacityEntries):P1} with {CapacityEntries:N0},"
        + $" {HitRatioAt(CapacityEntries * 2):P1} with {CapacityEntries * 2:N0},"
        + $" {HitRatioAt(CapacityEntries * 4):P1} with {CapacityEntries * 4:N0}");
}
