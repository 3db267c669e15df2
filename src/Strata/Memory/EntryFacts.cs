namespace Strata;

/// <summary>
/// Time of creation and weight in one number: 40 bits of milliseconds around the start of the layer (17 years
/// to either side) and 24 bits of weight. What does not fit goes to the <see cref="RareFacts"/>.
/// </summary>
internal static class EntryFacts
{
    private const int WeightBits = 24;
    private const long WeightMask = (1L << WeightBits) - 1;
    private const int CreatedBits = 64 - WeightBits;

    /// <summary>Packs the facts; false if they do not fit.</summary>
    public static bool TryPack(long createdUnixMs, int weight, long startUnixMs, out long facts)
    {
        var created = unchecked(createdUnixMs - startUnixMs);
        facts = (created << WeightBits) | (uint)weight;
        return weight <= WeightMask
            && created >> (CreatedBits - 1) is 0 or -1
            && unchecked(startUnixMs + created) == createdUnixMs;
    }

    public static long Created(long facts, long startUnixMs) => startUnixMs + (facts >> WeightBits);

    public static int Weight(long facts) => (int)(facts & WeightMask);
}
