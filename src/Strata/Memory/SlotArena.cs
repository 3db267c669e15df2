using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Strata;

/// <summary>The slots of a memory layer with their keys and values.</summary>
internal sealed class SlotArena<TKey, TValue>() : EntryArena(Unsafe.SizeOf<Slot<TKey, TValue>>(), MetaOffset())
    where TKey : notnull
{
    /// <summary>A slot by its index; the null reference if its chunk is gone.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref Slot<TKey, TValue> At(int slot)
    {
        var slots = Unsafe.As<Slot<TKey, TValue>[]>(
            Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(Directory), slot >> ChunkShift));
        if (slots is null)
        {
            return ref Unsafe.NullRef<Slot<TKey, TValue>>();
        }

        return ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(slots), slot & ChunkMask);
    }

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

    protected override object NewSlots() => new Slot<TKey, TValue>[ChunkSlots];

    private static nint MetaOffset()
    {
        var slot = default(Slot<TKey, TValue>);
        return Unsafe.ByteOffset(
            ref Unsafe.As<Slot<TKey, TValue>, byte>(ref slot), ref Unsafe.As<EntryMeta, byte>(ref slot.Meta));
    }
}
