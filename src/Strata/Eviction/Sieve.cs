using System.Runtime.CompilerServices;

namespace Strata;

/// <summary>SIEVE: one queue and a hand.</summary>
/// <remarks>
/// A hit marks an entry. The hand moves from the old end to the new one and around; it takes the mark from an entry
/// that has one and evicts the first that has none. Unlike a clock's, the entries it spares stay where they are, so
/// new ones gather at one end and are sifted quickly. Source: Zhang et al., "SIEVE is Simpler than LRU", NSDI 2024.
/// </remarks>
internal struct Sieve : IEviction
{
    private const byte Only = 1;

    private EntryArena _arena;
    private EvictionQueue _queue;
    private int _hand;

    public static bool Evicts => true;

    public static bool UsesStamp => false;

    public readonly int Count => _queue.Count;

    public static PolicyTuner? NewTuner(int entries) => null;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Touch(ref EntryMeta entry, ushort stamp)
    {
        if (entry.Touch == 0)
        {
            entry.Touch = 1;
        }
    }

    public void Begin(in EvictionStart start)
    {
        _arena = start.Arena;
        _queue = new EvictionQueue(_arena, Only);
    }

    public void Add(int slot)
    {
        if (_arena[slot].Priority == EntryPriority.High)
        {
            _arena[slot].Touch = 1;
        }

        _queue.Add(slot);
    }

    public void Remove(int slot)
    {
        if (slot == _hand)
        {
            _hand = _arena[slot].Newer;
        }

        _queue.Remove(slot);
    }

    public int Evict()
    {
        // Twice around and all are still marked: readers are faster than the hand.
        for (var looks = 2 * Count; Count > 0; looks--)
        {
            var slot = _hand == 0 ? _queue.Oldest : _hand;
            ref var entry = ref _arena[slot];
            _hand = entry.Newer;
            if (entry.Touch == 0 || looks <= 0)
            {
                _queue.Remove(slot);
                return slot;
            }

            entry.Touch = 0;
        }

        return 0;
    }

    public readonly void Resize(int entries)
    {
    }

    public readonly void Forget()
    {
    }

    public readonly void CopyColdest(List<int> slots, int max) =>
        EvictionQueue.CopyColdest(slots, max, _queue);
}
