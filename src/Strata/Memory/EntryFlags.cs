namespace Strata;

/// <summary>The flags of an entry in memory. The two lowest bits are its <see cref="EntryPriority"/>.</summary>
[Flags]
internal enum EntryFlags : byte
{
    None = 0,
    PriorityMask = 3,

    /// <summary>Its weight or time of creation stands in the chunk's rare facts.</summary>
    HasRareFacts = 4,

    /// <summary>Its deadline moves with every hit; the span stands in the chunk's rare facts.</summary>
    IsSliding = 8,

    /// <summary>How often it was used (<see cref="EntryMeta.Uses"/>).</summary>
    UsesMask = 0xF0,
}
