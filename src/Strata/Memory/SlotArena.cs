using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Strata;

/// <summary>The slots of a memory layer with their keys and values.</summary>
internal sealed class SlotArena<TKey, TValue>() : EntryArena(Unsafe.SizeOf<Slot<TKey, TValue>>(), MetaOffset())
    where TKey : notnull
{
    private const int LineBytes = 64;
    private const int ProbeBytes = 8;
    private const int TriesMax = 3;

    // What an array has beside its elements: a header, its type and its length.
    private const int ArrayBytes = 24;

    /// <summary>A slot by its index; the null reference if its chunk is gone.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref Slot<TKey, TValue> At(int slot)
    {
        var slots = SlotsAround(slot);
        if (slots is null)
        {
            return ref Unsafe.NullRef<Slot<TKey, TValue>>();
        }

        return ref At(slots, slot);
    }

    /// <summary>The slots of the chunk in which a slot stands; null if it is gone.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Slot<TKey, TValue>[]? SlotsAround(int slot) => Unsafe.As<Slot<TKey, TValue>[]>(
        Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(Directory), slot >> ChunkShift));

    /// <summary>A slot of a chunk.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref Slot<TKey, TValue> At(Slot<TKey, TValue>[] slots, int slot) =>
        ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(slots), slot & ChunkMask);

    /// <summary>The indexes of all slots there are at the moment, free ones included.</summary>
    public IEnumerable<int> Indexes()
    {
        for (var number = 1; number < Directory.Length; number++)
        {
            for (var i = 0; i < ChunkSlots && Directory[number] is not null; i++)
            {
                yield return (number << ChunkShift) + i;
            }
        }
    }

    /// <summary>
    /// Makes the slots of a chunk where each of them fills one line of the processor's cache, if its size allows.
    /// </summary>
    /// <remarks>
    /// Pinned arrays are laid down one after the other and stay there. A small one shows where the next will begin,
    /// another fills up what is missing to a line. Others allocate, too: if no try succeeds, slots straddle lines,
    /// and a hit costs more.
    /// </remarks>
    protected override object NewSlots()
    {
        var slots = GC.AllocateArray<Slot<TKey, TValue>>(ChunkSlots, pinned: true);
        for (var tries = 0; tries < TriesMax && Straddle(slots); tries++)
        {
            var probe = GC.AllocateUninitializedArray<byte>(ProbeBytes, pinned: true);
            var next = AddressOf(ref MemoryMarshal.GetArrayDataReference(probe)) + ProbeBytes + ArrayBytes;
            var missing = (int)(LineBytes - (next % LineBytes)) % LineBytes;
            if (missing != 0)
            {
                _ = GC.AllocateUninitializedArray<byte>(missing + LineBytes - ArrayBytes, pinned: true);
            }

            slots = GC.AllocateArray<Slot<TKey, TValue>>(ChunkSlots, pinned: true);
        }

        return slots;
    }

    private static bool Straddle(Slot<TKey, TValue>[] slots) =>
        Unsafe.SizeOf<Slot<TKey, TValue>>() % LineBytes == 0
        && AddressOf(ref Unsafe.As<Slot<TKey, TValue>, byte>(ref slots[0])) % LineBytes != 0;

    private static unsafe ulong AddressOf(ref byte place) => (ulong)Unsafe.AsPointer(ref place);

    private static nint MetaOffset()
    {
        var slot = default(Slot<TKey, TValue>);
        return Unsafe.ByteOffset(
            ref Unsafe.As<Slot<TKey, TValue>, byte>(ref slot), ref Unsafe.As<EntryMeta, byte>(ref slot.Meta));
    }
}
