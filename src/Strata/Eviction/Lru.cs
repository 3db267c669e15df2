using System.Runtime.CompilerServices;

namespace Strata;

/// <summary>The entry not read for the longest time leaves, to a precision of a small share of the entries.</summary>
/// <remarks>
/// <para>
/// <b>Idea.</b> Moving an entry to the front of a list at each hit would take a lock. Here a hit writes the layer's
/// stamp into the entry, which changes some tens of times while the layer is used as often as it has entries. The
/// entries stand in queues, one for each of the latest stamps. Eviction looks at the oldest queue: an entry hit since
/// it was put there moves to the queue of its stamp, any other leaves. Each hit costs at most one such move, later.
/// </para>
/// <para>
/// <b>Precision.</b> Entries of the same stamp leave in the order in which they came to stand in its queue. What was
/// last read more than <see cref="Ages"/> stamps ago is all taken for equally old.
/// </para>
/// </remarks>
internal struct Lru : IEviction
{
    /// <summary>How many stamps are told apart.</summary>
    private const int Ages = 128;

    private EntryArena _arena;
    private LayerStamp _stamp;
    private EvictionQueue[] _queues;

    // Which queue belongs to a stamp: queues change places, so that a large one need not be moved.
    private int[] _queueAt;
    private ushort _oldest;
    private int _count;
    private int _untilStamp;
    private int _entries;
    private int _stripes;

    public static bool Evicts => true;

    public static bool UsesStamp => true;

    public readonly int Count => _count;

    public static PolicyTuner? NewTuner(int entries) => null;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Touch(ref EntryMeta entry, ushort stamp)
    {
        if (entry.Touch != stamp)
        {
            entry.Touch = stamp;
        }
    }

    public void Begin(in EvictionStart start)
    {
        _arena = start.Arena;
        _stamp = start.Stamp;
        _stripes = start.Stripes;
        _oldest = _stamp.Value;
        _queueAt = [.. Enumerable.Range(0, Ages)];
        _queues = new EvictionQueue[Ages];
        for (var i = 0; i < Ages; i++)
        {
            _queues[i] = new EvictionQueue(_arena, (byte)(i + 1));
        }

        Resize(start.Entries);
    }

    public void Add(int slot)
    {
        if (--_untilStamp <= 0)
        {
            _untilStamp = Math.Max(1, _entries * _stripes / LayerStamp.PerCapacity);
            _stamp.Advance();
        }

        Follow();
        ref var entry = ref _arena[slot];
        entry.Touch = entry.Priority == EntryPriority.High ? Ahead() : _stamp.Value;
        QueueOf(entry.Touch).Add(slot);
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

        Follow();
        while (true)
        {
            ref var queue = ref QueueOf(_oldest);
            var slot = queue.Oldest;
            if (slot == 0)
            {
                _oldest++;
                continue;
            }

            ref var entry = ref _arena[slot];
            var age = (ushort)(entry.Touch - _oldest);
            queue.Remove(slot);
            if (age == 0 || age >= Ages)
            {
                // Not read since it was put here; its stamp may be older than the oldest that is told apart.
                _count--;
                return slot;
            }

            QueueOf(entry.Touch).Add(slot);
        }
    }

    public void Resize(int entries) => _entries = entries;

    public readonly void Forget()
    {
    }

    public readonly void CopyColdest(List<int> slots, int max)
    {
        var held = new List<int>(_count);
        for (var i = 0; i < Ages; i++)
        {
            QueueOf((ushort)(_oldest + i)).CopyTo(held, int.MaxValue);
        }

        var (arena, oldest) = (_arena, _oldest);
        slots.AddRange(held.OrderBy(slot => (short)(arena[slot].Touch - oldest)).Take(max - slots.Count));
    }

    private readonly ref EvictionQueue QueueOf(ushort stamp) => ref _queues[_queueAt[stamp % Ages]];

    /// <summary>The stamp of an entry that counts as read half a turnover later than it was.</summary>
    private readonly ushort Ahead() => (ushort)(_oldest + Math.Min(
        (ushort)(_stamp.Value - _oldest) + (LayerStamp.PerCapacity / 2), Ages - 1));

    /// <summary>
    /// Keeps the oldest queue within reach of the present stamp: the next one joins it, and it takes that one's place.
    /// </summary>
    private void Follow()
    {
        while ((ushort)(_stamp.Value - _oldest) >= Ages - 1)
        {
            ref var oldest = ref _queueAt[_oldest % Ages];
            ref var next = ref _queueAt[(ushort)(_oldest + 1) % Ages];
            while (_queues[next].Oldest is var slot and not 0)
            {
                _queues[next].Remove(slot);
                _queues[oldest].Add(slot);
            }

            (oldest, next) = (next, oldest);
            _oldest++;
        }
    }
}
