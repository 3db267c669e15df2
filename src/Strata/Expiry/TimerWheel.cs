using System.Diagnostics;

namespace Strata;

/// <summary>
/// A hierarchical timer wheel: it holds any number of deadlines and hands out those that have come, in
/// bounded batches.
/// </summary>
/// <remarks>
/// <para>
/// <b>Idea.</b> Each level is a ring of 64 buckets. A bucket of level 0 spans 256 ms, and a bucket of each
/// further level spans a whole ring of the level below: 16 s, 17 min, 19 h, 50 days. An entry stands in the
/// coarsest bucket that still tells its deadline from the present; as time enters that bucket's span, its
/// entries move to finer ones. Adding and taking away touch one doubly linked list, whose links are slots: O(1), and
/// no allocation. What lies beyond the last ring stands in the last ring and is looked at again once a turn.
/// </para>
/// <para>
/// <b>Later deadlines.</b> An entry whose deadline moves to a later instant stays where it stands; its bucket comes
/// too early for it, and it is placed anew then. Only an earlier deadline needs to be told.
/// </para>
/// <para>
/// <b>Precision.</b> An entry is handed out when its finest bucket has wholly passed: never before its
/// deadline, and at most 256 ms after it. The wheel decides only when memory is given back; whether an entry
/// may still be answered is decided at each read by its deadline, to the millisecond.
/// </para>
/// <para>
/// <b>Bounded batches.</b> Each level remembers the last bucket it has emptied. <see cref="Advance"/> stops when
/// its budget is spent, and the next call resumes there. Every touch hands an entry out or moves it to a later
/// or finer bucket, so that any budget greater than zero gets to the end.
/// </para>
/// <para>
/// <b>Invariant.</b> An entry stands in a bucket its level has not emptied yet, at most one ring ahead.
/// </para>
/// <para>
/// <b>Concurrency.</b> None: the owner holds its lock. Source: Varghese and Lauck, "Hashed and Hierarchical
/// Timing Wheels", SOSP 1987.
/// </para>
/// </remarks>
internal sealed class TimerWheel
{
    private const int BucketCount = 64;
    private const int BucketMask = BucketCount - 1;
    private const int LevelCount = 5;
    private const int FinestShift = 8;
    private const int ShiftPerLevel = 6;

    private readonly EntryArena _arena;

    // The first slot of each bucket; 0 if it is empty.
    private readonly int[] _heads = new int[LevelCount * BucketCount];

    // The last bucket emptied of each level, counted from 1970. An entry moves to a finer level on entering its
    // bucket's span, but leaves the finest only when the span is over: that level stays one bucket behind.
    private readonly long[] _emptied = new long[LevelCount];

    public TimerWheel(EntryArena arena, long nowUnixMs)
    {
        _arena = arena;
        for (var level = 0; level < LevelCount; level++)
        {
            _emptied[level] = LastDue(level, nowUnixMs);
        }
    }

    /// <summary>Receives an expired entry, which no longer stands in the wheel.</summary>
    public delegate void Expired(int slot);

    /// <summary>How many entries stand in the wheel.</summary>
    public int Count { get; private set; }

    /// <summary>Whether an entry stands in the wheel.</summary>
    public static bool Holds(in EntryMeta entry) => entry.WheelPrevious != 0;

    /// <summary>Whether a call to <see cref="Advance"/> would find something to do.</summary>
    public bool IsDue(long nowUnixMs) => Count > 0 && _emptied[0] < LastDue(0, nowUnixMs);

    /// <summary>Places an entry; one that never expires is left out.</summary>
    public void Add(int slot)
    {
        if (_arena.DeadlineOf(slot) == long.MaxValue)
        {
            return;
        }

        Link(slot);
        Count++;
    }

    /// <summary>Takes an entry away, if it stands here.</summary>
    public void Remove(int slot)
    {
        if (Holds(_arena[slot]))
        {
            Unlink(slot);
            Count--;
        }
    }

    /// <summary>Moves time forward and hands out the entries whose deadline has come.</summary>
    /// <param name="nowUnixMs">The present; an earlier one than before is taken as no move.</param>
    /// <param name="budget">How many entries to touch at most; reduced by those touched.</param>
    /// <param name="expired">Receives each expired entry.</param>
    /// <returns>
    /// Whether all is done up to <paramref name="nowUnixMs"/>; false if the budget ran out before.
    /// </returns>
    public bool Advance(long nowUnixMs, ref int budget, Expired expired)
    {
        for (var level = 0; level < LevelCount; level++)
        {
            ref var emptied = ref _emptied[level];
            var lastDue = LastDue(level, nowUnixMs);

            // However long the jump, one turn of the ring visits every bucket.
            emptied = Math.Max(emptied, lastDue - BucketCount);
            for (; emptied < lastDue; emptied++)
            {
                if (!Drain(BucketAt(level, emptied + 1), nowUnixMs, ref budget, expired))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private bool Drain(int bucket, long nowUnixMs, ref int budget, Expired expired)
    {
        while (_heads[bucket] is var slot and not 0)
        {
            if (budget == 0)
            {
                return false;
            }

            budget--;
            Unlink(slot);
            var deadline = _arena.DeadlineOf(slot);
            if (deadline <= nowUnixMs)
            {
                Count--;
                expired(slot);
            }
            else if (deadline == long.MaxValue)
            {
                Count--;
            }
            else
            {
                Link(slot);
            }
        }

        return true;
    }

    private void Link(int slot)
    {
        var deadline = _arena.DeadlineOf(slot);
        var level = 0;
        while (level < LevelCount - 1 && (deadline >> ShiftOf(level)) - _emptied[level] > BucketCount)
        {
            level++;
        }

        // Overdue: the next bucket to be emptied. Beyond the last ring: a whole turn away, to be looked at again.
        var emptied = _emptied[level];
        var bucket = BucketAt(level, Math.Clamp(deadline >> ShiftOf(level), emptied + 1, emptied + BucketCount));
        ref var entry = ref _arena[slot];
        Debug.Assert(!Holds(entry), "An entry stands in one bucket at a time.");
        ref var head = ref _heads[bucket];
        entry.WheelPrevious = ~bucket;
        entry.WheelNext = head;
        if (head != 0)
        {
            _arena[head].WheelPrevious = slot;
        }

        head = slot;
    }

    private void Unlink(int slot)
    {
        ref var entry = ref _arena[slot];
        if (entry.WheelPrevious < 0)
        {
            _heads[~entry.WheelPrevious] = entry.WheelNext;
        }
        else
        {
            _arena[entry.WheelPrevious].WheelNext = entry.WheelNext;
        }

        if (entry.WheelNext != 0)
        {
            _arena[entry.WheelNext].WheelPrevious = entry.WheelPrevious;
        }

        entry.WheelPrevious = 0;
    }

    private static long LastDue(int level, long nowUnixMs) => (nowUnixMs >> ShiftOf(level)) - (level == 0 ? 1 : 0);

    private static int BucketAt(int level, long tick) => (level * BucketCount) + (int)(tick & BucketMask);

    private static int ShiftOf(int level) => FinestShift + (ShiftPerLevel * level);
}
