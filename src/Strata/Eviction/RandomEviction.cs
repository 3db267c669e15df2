using System.Runtime.CompilerServices;

namespace Strata;

/// <summary>Any entry leaves: a reference to compare with, and good enough where all keys are alike.</summary>
internal struct RandomEviction : IEviction
{
    private const byte Held = 1;

    private EntryArena _arena;
    private List<int> _slots;
    private uint _state;

    public static bool Evicts => true;

    public static bool UsesStamp => false;

    public readonly int Count => _slots.Count;

    public static PolicyTuner? NewTuner(int entries) => null;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Touch(ref EntryMeta entry, ushort stamp)
    {
    }

    public void Begin(in EvictionStart start)
    {
        _arena = start.Arena;
        _slots = [];
        _state = start.Seed | 1;
    }

    public readonly void Add(int slot)
    {
        // The link to older entries, of no use here, tells the entry's place in the list.
        ref var entry = ref _arena[slot];
        entry.Queue = Held;
        entry.Older = _slots.Count;
        _slots.Add(slot);
    }

    public readonly void Remove(int slot)
    {
        var place = _arena[slot].Older;
        var last = _slots[^1];
        _slots[place] = last;
        _arena[last].Older = place;
        _slots.RemoveAt(_slots.Count - 1);
        _arena[slot].Queue = 0;
    }

    public int Evict()
    {
        if (_slots.Count == 0)
        {
            return 0;
        }

        // Xorshift (Marsaglia, 2003).
        _state ^= _state << 13;
        _state ^= _state >> 17;
        _state ^= _state << 5;
        var slot = _slots[(int)((ulong)_state * (uint)_slots.Count >> 32)];
        Remove(slot);
        return slot;
    }

    public readonly void Resize(int entries)
    {
    }

    public readonly void Forget()
    {
    }

    public readonly void CopyColdest(List<int> slots, int max) =>
        slots.AddRange(_slots.Take(Math.Max(0, max - slots.Count)));
}
