namespace Strata;

/// <summary>What became of a set in memory.</summary>
internal enum SetOutcome
{
    /// <summary>There was no room, and nothing that might leave.</summary>
    NoRoom,

    /// <summary>The key was not held before.</summary>
    Inserted,

    /// <summary>The entry took the place of another.</summary>
    Replaced,
}
