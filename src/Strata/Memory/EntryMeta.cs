using System.Runtime.InteropServices;

namespace Strata;

/// <summary>
/// What the memory layer knows of an entry besides key and value: 48 bytes, so that a slot with a reference
/// each for key and value fills one line of the processor's cache.
/// </summary>
/// <remarks>
/// Readers see <see cref="Version"/>, <see cref="Hash"/>, <see cref="Next"/>, <see cref="DeadlineUnixMs"/>,
/// <see cref="Facts"/> and <see cref="Flags"/>, and bump <see cref="Touch"/>. All the rest belongs to whoever
/// holds the lock of the entry's stripe. Slots are named by their index; 0 is no slot.
/// </remarks>
[StructLayout(LayoutKind.Sequential)]
internal struct EntryMeta
{
    private const int UsesShift = 4;

    /// <summary>When it expires, in milliseconds of Unix time; <see cref="long.MaxValue"/> is never.</summary>
    public long DeadlineUnixMs;

    /// <summary>The hash of the key. It stays while the slot is free, until the slot is taken anew.</summary>
    public uint Hash;

    /// <summary>
    /// Odd while the slot is free or being changed; it grows with every change, so that a reader who finds the
    /// same even number before and after has seen one whole entry.
    /// </summary>
    public int Version;

    /// <summary>The next slot of the bucket, or the next free slot.</summary>
    public int Next;

    /// <summary>What readers leave behind: a count or a stamp, as the policy has it. Updates may get lost.</summary>
    public ushort Touch;

    /// <summary>Priority, and where more is known (<see cref="EntryFlags"/>).</summary>
    public EntryFlags Flags;

    /// <summary>Belongs to the policy: in which of its queues the entry stands.</summary>
    public byte Queue;

    /// <summary>Time of creation and weight in one (<see cref="EntryFacts"/>).</summary>
    public long Facts;

    /// <summary>The neighbours in the policy's queue; 0 at its ends.</summary>
    public int Older, Newer;

    /// <summary>
    /// The slot before it in the wheel's bucket; at the front, the bucket itself as <c>~bucket</c>. 0 if it does
    /// not stand in the wheel.
    /// </summary>
    public int WheelPrevious;

    /// <summary>The slot after it in the wheel's bucket; 0 at the end.</summary>
    public int WheelNext;

    /// <summary>How often it was used before its latest hits, 0 to 15: of use to some policies.</summary>
    public int Uses
    {
        readonly get => (int)Flags >> UsesShift;
        set => Flags = (Flags & ~EntryFlags.UsesMask) | (EntryFlags)(value << UsesShift);
    }

    /// <summary>How hard the layer tries to keep it.</summary>
    public readonly EntryPriority Priority => (EntryPriority)(Flags & EntryFlags.PriorityMask);
}
