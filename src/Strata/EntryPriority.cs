namespace Strata;

/// <summary>How hard a bounded layer tries to keep an entry when it has to make room.</summary>
public enum EntryPriority : byte
{
    /// <summary>Kept by merit: the more it is read, the longer it stays. The default.</summary>
    Normal = 0,

    /// <summary>Leaves before others: its hits earn it no second round.</summary>
    Low = 1,

    /// <summary>Outlives entries of the same merit: it starts with the merit others have to earn.</summary>
    High = 2,
}
