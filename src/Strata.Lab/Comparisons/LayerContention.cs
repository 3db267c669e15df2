namespace Strata.Lab.Comparisons;

/// <summary>What the memory layer says of contention.</summary>
internal static class LayerContention
{
    /// <summary>
    /// How often a thread found a lock of the layer taken; null while the layer does not count it, and the
    /// runtime's own count of waits stands alone.
    /// </summary>
    public static long? Of(MemoryStatistics statistics)
    {
        _ = statistics;
        return null;
    }
}
