namespace Strata.Lab.Comparisons;

/// <summary>How often threads were in each other's way in one of the caches.</summary>
/// <param name="FoundTaken">How often a thread found a lock taken; null if the cache does not count that.</param>
/// <param name="Waits">How often a thread had to wait for one, as the runtime counts it.</param>
internal sealed record LockContention(long? FoundTaken, long Waits)
{
    /// <summary>
    /// By how many percent there was less of it: of locks found taken if both count them, else of the runtime's
    /// waits; null if there was none before.
    /// </summary>
    public static double? Reduction(LockContention before, LockContention after)
    {
        var (was, became) = before.FoundTaken is { } found && after.FoundTaken is { } left
            ? (found, left)
            : (before.Waits, after.Waits);
        return was == 0 ? null : Improvement.Lower(was, became);
    }
}
