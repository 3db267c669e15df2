namespace Strata;

/// <summary>Why an entry left the memory layer.</summary>
public enum RemovalReason
{
    /// <summary>Its key was removed by request.</summary>
    Removed = 0,

    /// <summary>Another entry took its place under the same key.</summary>
    Replaced = 1,

    /// <summary>It left to make room.</summary>
    Evicted = 2,

    /// <summary>Its deadline had come.</summary>
    Expired = 3,

    /// <summary>The layer was cleared.</summary>
    Cleared = 4,
}
