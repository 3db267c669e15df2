namespace Strata;

/// <summary>What a write came to in one layer.</summary>
public enum LayerAction
{
    /// <summary>
    /// The layer was not asked: it is read-only, was to be skipped, or the policy left it out.
    /// </summary>
    Skipped = 0,

    /// <summary>The layer holds the entry.</summary>
    Written = 1,

    /// <summary>The layer held the key and dropped it.</summary>
    Removed = 2,

    /// <summary>The layer did not hold the key, and does not now.</summary>
    Absent = 3,

    /// <summary>The layer was emptied.</summary>
    Cleared = 4,

    /// <summary>The layer could not do it; see <see cref="LayerOutcome.Failure"/>.</summary>
    Failed = 5,

    /// <summary>
    /// A slower layer failed before, and the policy needed it: an older copy was dropped here, so that
    /// nothing hides what the failing layer may have taken after all.
    /// </summary>
    Dropped = 6,
}
