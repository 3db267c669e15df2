using System.Diagnostics;

namespace Strata;

/// <summary>
/// A hierarchical timer wheel: it holds any number of deadlines and hands out those that have come, in
/// bounded batches.
/// </summary>
/// <remarks>
/// <para>
/// <b>Idea.</b> Each level is a ring of 64 buckets. A bucket of level 0 spans 256 ms, and a bucket of each
/// further level spans a whole ring of the level below: 16 s, 17 min, 19 h, 50 days. A node stands in the
/// coarsest bucket that still tells its deadline from the present; as time enters that bucket's span, its
/// nodes move to finer ones. Adding and taking away touch one doubly linked list: O(1), and no allocation.
/// What lies beyond the last ring stands in the last ring and is looked at again once a turn.
/// </para>
/// <para>
/// <b>Precision.</b> A node is handed out when its finest bucket has wholly passed: never before its
/// deadline, and at most 256 ms after it. The wheel decides only when memory is given back; whether an entry
/// may still be answered is decided at each read by its deadline, to the millisecond.
/// </para>
/// <para>
/// <b>Bounded batches.</b> Each level remembers the last bucket it has emptied. <see cref="Advance"/> stops when
/// its budget is spent, and the next call resumes there. Every touch hands a node out or moves it to a later
/// or finer bucket, so that any budget greater than zero gets to the end.
/// </para>
/// <para>
/// <b>Invariant.</b> A node stands in a bucket its level has not emptied yet, at most one ring ahead.
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

    private readonly Sentinel[] _buckets = new Sentinel[LevelCount * BucketCount];

    // The last bucket emptied of each level, counted from 1970. A node moves to a finer level on entering its
    // bucket's span, but leaves the finest only when the span is over: that level stays one bucket behind.
    private readonly long[] _emptied = new long[LevelCount];

    public TimerWheel(long nowUnixMs)
    {
        for (var level = 0; level < LevelCount; level++)
        {
            _emptied[level] = LastDue(level, nowUnixMs);
        }

        for (var i = 0; i < _buckets.Length; i++)
        {
            _buckets[i] = new Sentinel();
        }
    }

    /// <summary>Receives an expired node, which no longer stands in the wheel.</summary>
    public delegate void Expired(WheelNode node);

    /// <summary>How many nodes stand in the wheel.</summary>
    public int Count { get; private set; }

    /// <summary>Places a node; one that never expires is left out.</summary>
    public void Add(WheelNode node)
    {
        if (node.DeadlineUnixMs == long.MaxValue)
        {
            return;
        }

        Link(node);
        Count++;
    }

    /// <summary>Takes a node away, if it stands here.</summary>
    public void Remove(WheelNode node)
    {
        if (node.WheelNext is null)
        {
            return;
        }

        Unlink(node);
        Count--;
    }

    /// <summary>Takes everything away.</summary>
    public void Clear()
    {
        foreach (var bucket in _buckets)
        {
            while (bucket.WheelNext is { } node && node != bucket)
            {
                Unlink(node);
            }
        }

        Count = 0;
    }

    /// <summary>Moves time forward and hands out the nodes whose deadline has come.</summary>
    /// <param name="nowUnixMs">The present; an earlier one than before is taken as no move.</param>
    /// <param name="budget">How many nodes to touch at most; reduced by those touched.</param>
    /// <param name="expired">Receives each expired node.</param>
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

    private bool Drain(Sentinel bucket, long nowUnixMs, ref int budget, Expired expired)
    {
        while (bucket.WheelNext is { } node && node != bucket)
        {
            if (budget == 0)
            {
                return false;
            }

            budget--;
            Unlink(node);
            if (node.DeadlineUnixMs <= nowUnixMs)
            {
                Count--;
                expired(node);
            }
            else
            {
                Link(node);
            }
        }

        return true;
    }

    private void Link(WheelNode node)
    {
        Debug.Assert(node.WheelNext is null, "A node stands in one bucket at a time.");
        var level = 0;
        while (level < LevelCount - 1 && (node.DeadlineUnixMs >> ShiftOf(level)) - _emptied[level] > BucketCount)
        {
            level++;
        }

        // Overdue: the next bucket to be emptied. Beyond the last ring: a whole turn away, to be looked at again.
        var emptied = _emptied[level];
        var bucket = BucketAt(
            level, Math.Clamp(node.DeadlineUnixMs >> ShiftOf(level), emptied + 1, emptied + BucketCount));
        var tail = bucket.WheelPrevious!;
        node.WheelPrevious = tail;
        node.WheelNext = bucket;
        tail.WheelNext = node;
        bucket.WheelPrevious = node;
    }

    private static long LastDue(int level, long nowUnixMs) => (nowUnixMs >> ShiftOf(level)) - (level == 0 ? 1 : 0);

    private Sentinel BucketAt(int level, long tick) =>
        _buckets[(level * BucketCount) + (int)(tick & BucketMask)];

    private static void Unlink(WheelNode node)
    {
        node.WheelPrevious!.WheelNext = node.WheelNext;
        node.WheelNext!.WheelPrevious = node.WheelPrevious;
        node.WheelPrevious = null;
        node.WheelNext = null;
    }

    private static int ShiftOf(int level) => FinestShift + (ShiftPerLevel * level);

    private sealed class Sentinel : WheelNode
    {
        public Sentinel() : base(long.MaxValue)
        {
            WheelPrevious = this;
            WheelNext = this;
        }
    }
}
