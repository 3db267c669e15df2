namespace Strata;

/// <summary>
/// A policy that decides which entry of a stripe leaves when room is needed. A struct that becomes part of the
/// engine's code as a type argument, so that what a policy does not need costs nothing.
/// </summary>
/// <remarks>
/// <see cref="Touch"/> runs on readers' threads, without a lock, on an entry that may change meanwhile. All other
/// members run under the lock of the stripe.
/// </remarks>
internal interface IEviction
{
    /// <summary>Whether entries may leave to make room.</summary>
    static abstract bool Evicts { get; }

    /// <summary>Whether <see cref="Touch"/> looks at the stamp, which grows as the layer is used.</summary>
    static abstract bool UsesStamp { get; }

    /// <summary>Notes a hit: at most one plain write to <see cref="EntryMeta.Touch"/>.</summary>
    /// <param name="entry">The entry hit.</param>
    /// <param name="stamp">The present stamp.</param>
    static abstract void Touch(ref EntryMeta entry, ushort stamp);

    /// <summary>What learns from a sample of the requests for all stripes of a layer; null if nothing does.</summary>
    /// <param name="entries">How many entries the layer is meant to hold.</param>
    static abstract PolicyTuner? NewTuner(int entries);

    /// <summary>How many entries the policy holds.</summary>
    int Count { get; }

    /// <summary>Makes the policy of a stripe ready.</summary>
    void Begin(in EvictionStart start);

    /// <summary>Takes in a new entry.</summary>
    void Add(int slot);

    /// <summary>Forgets an entry that leaves for another reason.</summary>
    void Remove(int slot);

    /// <summary>Chooses the entry that leaves to make room, and takes it out; 0 if there is none.</summary>
    int Evict();

    /// <summary>Learns how many entries the stripe is meant to hold.</summary>
    void Resize(int entries);

    /// <summary>Forgets what it remembers of entries that have left.</summary>
    void Forget();

    /// <summary>Appends slots in about the order in which they would leave, the first to go first.</summary>
    void CopyColdest(List<int> slots, int max);
}
