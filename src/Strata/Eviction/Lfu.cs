using System.Numerics;
using System.Runtime.CompilerServices;

namespace Strata;

/// <summary>The entry read least often of late leaves.</summary>
/// <remarks>
/// <para>
/// <b>Idea.</b> A hit adds one to the entry's count. The entries stand in queues by the binary logarithm of their
/// count. Eviction looks at the lowest queue: an entry read more often since it was put there moves to the queue of
/// its count, any other leaves, the oldest first.
/// </para>
/// <para>
/// <b>Ageing.</b> After as many evictions as there are entries every queue counts as one lower, which halves every
/// count: entries that were popular once do not stay for ever. An entry's own count is halved when it is looked at,
/// as often as was missed by then. What has left is not remembered; a policy that does is <see cref="WTinyLfu"/>.
/// </para>
/// </remarks>
internal struct Lfu : IEviction
{
    private const int Levels = 16;
    private const int Rings = 2 * Levels;
    private const ushort CountMax = 0x0FFF;

    private EntryArena _arena;
    private EvictionQueue[] _queues;
    private int _count;
    private int _lowest;
    private int _ages;
    private int _evictions;
    private int _entries;

    public static bool Evicts => true;

    public static bool UsesStamp => false;

    public readonly int Count => _count;

    public static PolicyTuner? NewTuner(int entries) => null;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Touch(ref EntryMeta entry, ushort stamp)
    {
        // The upper bits hold the age at which the count was last halved.
        if ((entry.Touch & CountMax) != CountMax)
        {
            entry.Touch++;
        }
    }

    public void Begin(in EvictionStart start)
    {
        _arena = start.Arena;
        _queues = new EvictionQueue[Rings];
        for (var i = 0; i < Rings; i++)
        {
            _queues[i] = new EvictionQueue(_arena, (byte)(i + 1));
        }

        Resize(start.Entries);
    }

    public void Add(int slot)
    {
        ref var entry = ref _arena[slot];
        SetCount(ref entry, entry.Priority == EntryPriority.High ? CountMax >> 4 : 0);
        Enqueue(slot);
        _count++;
    }

    public void Remove(int slot)
    {
        _queues[_arena[slot].Queue - 1].Remove(slot);
        _count--;
    }

    public int Evict()
    {
        if (_count == 0)
        {
            return 0;
        }

        if (++_evictions >= _entries)
        {
            _evictions = 0;
            Age();
        }

        while (true)
        {
            ref var queue = ref _queues[_lowest % Rings];
            var slot = queue.Oldest;
            if (slot == 0)
            {
                _lowest++;
                continue;
            }

            queue.Remove(slot);
            if (PlaceOf(slot) <= _lowest)
            {
                _count--;
                return slot;
            }

            Enqueue(slot);
        }
    }

    public void Resize(int entries) => _entries = Math.Max(1, entries);

    public readonly void Forget()
    {
    }

    public readonly void CopyColdest(List<int> slots, int max)
    {
        var held = new List<int>(_count);
        for (var i = 0; i < Rings; i++)
        {
            _queues[(_lowest + i) % Rings].CopyTo(held, int.MaxValue);
        }

        var self = this;
        slots.AddRange(held.OrderBy(slot => self.CountOf(ref self._arena[slot])).Take(max - slots.Count));
    }

    private static int LevelOf(int count) => Math.Min(Levels - 1, BitOperations.Log2((uint)count + 1));

    private readonly int PlaceOf(int slot) => _ages + LevelOf(CountOf(ref _arena[slot]));

    private void Enqueue(int slot)
    {
        var place = PlaceOf(slot);
        _queues[place % Rings].Add(slot);
        _lowest = Math.Min(_lowest, place);
    }

    /// <summary>The count as of now, halved for each age that passed since it was last looked at.</summary>
    private readonly int CountOf(ref EntryMeta entry)
    {
        var missed = ((_ages & 15) - (entry.Touch >> 12)) & 15;
        if (missed != 0)
        {
            SetCount(ref entry, (entry.Touch & CountMax) >> missed);
        }

        return entry.Touch & CountMax;
    }

    private readonly void SetCount(ref EntryMeta entry, int count) =>
        entry.Touch = (ushort)(((_ages & 15) << 12) | count);

    /// <summary>Halves every count. What is left in a queue the ring will soon come to is the coldest of all.</summary>
    private void Age()
    {
        _ages++;
        while (_lowest <= _ages - Levels)
        {
            ref var queue = ref _queues[_lowest % Rings];
            while (queue.Oldest is var slot and not 0)
            {
                queue.Remove(slot);
                Enqueue(slot);
            }

            _lowest++;
        }
    }
}
