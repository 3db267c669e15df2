using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Strata;

/// <summary>
/// A part of the memory layer with a lock of its own: every change of the chains of its keys happens under that
/// lock, and so do the eviction queues and the timer wheel of its entries. Hits never come here.
/// </summary>
/// <remarks>
/// <para>
/// <b>Invariants.</b> A slot is in its chain exactly if it is in one queue, that of the low ones or one of the
/// policy's; it stands in the wheel if it has a deadline too; the bounds count exactly the slots in the chains.
/// </para>
/// </remarks>
internal sealed class MemoryStripe<TKey, TValue, TEviction>
    where TKey : notnull
    where TEviction : struct, IEviction
{
    private const byte LowQueue = 255;
    private const int AssistEntries = 8;
    private const int SizeMin = 16;

    private readonly Lock _lock = new();
    private readonly EntryTable<TKey, TValue> _table;
    private readonly SlotArena<TKey, TValue> _arena;
    private readonly EntryFormat<TKey, TValue> _format;
    private readonly MemoryBounds _bounds;
    private readonly FreeSlots _free;
    private readonly TimerWheel _wheel;
    private readonly TimerWheel.Expired _dropExpired;
    private readonly RemovalNotices<TKey, TValue>? _notices;
    private List<RemovedEntry<TKey, TValue>>? _removed;
    [SuppressMessage("Style", "IDE0044", Justification = "Its methods change it: a read-only copy would not.")]
    private TEviction _eviction;
    private EvictionQueue _low;
    private StripeCounts _counts;
    private int _sizedFor;
    private long _sweepNowUnixMs;

    public MemoryStripe(
        EntryTable<TKey, TValue> table,
        EntryFormat<TKey, TValue> format,
        MemoryBounds bounds,
        RemovalNotices<TKey, TValue>? notices,
        in StripeStart start)
    {
        _table = table;
        _arena = table.Arena;
        _format = format;
        _bounds = bounds;
        _free = new FreeSlots(_arena);
        _wheel = new TimerWheel(_arena, start.NowUnixMs);
        _dropExpired = DropExpired;
        _low = new EvictionQueue(_arena, LowQueue);
        _sizedFor = SizeMin;
        _eviction = new TEviction();
        _eviction.Begin(
            new EvictionStart(_arena, _sizedFor, start.Stripes, start.Stamp, start.Tuner, start.Seed));
        _notices = notices;
    }

    /// <summary>How many entries are held here.</summary>
    public int Count => _eviction.Count + _low.Count;

    /// <summary>The lock, for work on several stripes at once.</summary>
    public Lock Lock => _lock;

    /// <summary>Places an entry, evicting from this stripe as needed.</summary>
    /// <returns>Without room and with nothing here to evict, room has to be made in another stripe.</returns>
    public SetOutcome Set(TKey key, uint hash, in Entry<TValue> entry, in SetSurroundings around)
    {
        Enter();
        try
        {
            if (_wheel.IsDue(around.SweepNowUnixMs))
            {
                // Helps a sweep that has not come here yet.
                Advance(around.SweepNowUnixMs, AssistEntries);
            }

            return SetLocked(key, hash, entry, around.NowUnixMs);
        }
        finally
        {
            Exit();
        }
    }

    /// <summary>Evicts entries until neither bound is exceeded, a batch at most.</summary>
    public void EvictBeyondBounds(int batchEntries)
    {
        Enter();
        try
        {
            while (batchEntries-- > 0 && _bounds.AreExceeded
                && TryTakeVictim(_bounds.Weight > _bounds.WeightMax, mayTakeAny: true, out var weight))
            {
                _bounds.Release(1, weight);
            }
        }
        finally
        {
            Exit();
        }
    }

    /// <summary>Evicts one entry, if there is any that may leave.</summary>
    public bool TryEvictOne(bool forWeight)
    {
        Enter();
        try
        {
            if (!TryTakeVictim(forWeight, mayTakeAny: false, out var weight))
            {
                return false;
            }

            _bounds.Release(1, weight);
            return true;
        }
        finally
        {
            Exit();
        }
    }

    /// <summary>Removes a key; true if a valid entry was there.</summary>
    public bool Remove(TKey key, uint hash, long nowUnixMs)
    {
        Enter();
        try
        {
            var index = _table.FindLocked(key, hash);
            if (index == 0 || DropIfExpired(index, nowUnixMs))
            {
                return false;
            }

            Drop(index, RemovalReason.Removed);
            _counts.Removals++;
            return true;
        }
        finally
        {
            Exit();
        }
    }

    /// <summary>Removes an expired entry that a reader met, unless that would make the reader wait.</summary>
    public void RemoveExpired(int index, uint hash, long nowUnixMs)
    {
        if (!_lock.TryEnter())
        {
            return;
        }

        try
        {
            // With this hash and in use it is a slot of this stripe, whatever happened since the reader saw it.
            ref var slot = ref _arena.At(index);
            if (!Unsafe.IsNullRef(ref slot) && slot.Meta.Hash == hash && (slot.Meta.Version & 1) == 0)
            {
                DropIfExpired(index, nowUnixMs);
            }
        }
        finally
        {
            Exit();
        }
    }

    /// <summary>Removes expired entries, a batch at most; true if none are left.</summary>
    public bool Sweep(long nowUnixMs, int batchEntries)
    {
        Enter();
        try
        {
            return Advance(nowUnixMs, batchEntries);
        }
        finally
        {
            Exit();
        }
    }

    /// <summary>Removes a batch of what belongs to this stripe; true if nothing is left.</summary>
    public bool Clear(int batchEntries)
    {
        Enter();
        try
        {
            while (TakeColdest() is var index and not 0)
            {
                _bounds.Release(1, TakeOut(index, RemovalReason.Cleared));
                _counts.Removals++;
                if (--batchEntries <= 0 && Count > 0)
                {
                    return false;
                }
            }

            _eviction.Forget();
            return true;
        }
        finally
        {
            Exit();
        }
    }

    /// <summary>Adds what has happened here to a sum.</summary>
    public void AddTo(ref StripeCounts sum)
    {
        lock (_lock)
        {
            sum.Add(_counts);
        }
    }

    /// <summary>
    /// Appends slots in about the order in which they would leave, the first to go first. The caller holds the lock.
    /// </summary>
    public void CopyColdest(List<int> slots, int max)
    {
        _low.CopyTo(slots, max);
        _eviction.CopyColdest(slots, max);
    }

    /// <summary>Takes the lock and counts whether somebody else had it.</summary>
    private void Enter()
    {
        if (!_lock.TryEnter())
        {
            _lock.Enter();
            _counts.LockContentions++;
        }
    }

    /// <summary>Lets go of the lock, then tells the application what left meanwhile.</summary>
    private void Exit()
    {
        var removed = _removed;
        _removed = null;
        _lock.Exit();
        if (removed is not null)
        {
            _notices!.Tell(removed);
        }
    }

    private bool Advance(long nowUnixMs, int batchEntries)
    {
        _sweepNowUnixMs = nowUnixMs;
        return _wheel.Advance(nowUnixMs, ref batchEntries, _dropExpired);
    }

    private SetOutcome SetLocked(TKey key, uint hash, in Entry<TValue> entry, long nowUnixMs)
    {
        var index = _table.FindLocked(key, hash);
        if (index != 0)
        {
            var growth = entry.Weight - _format.WeightOf(index);
            if (growth <= 0 || _bounds.TryReserve(0, growth))
            {
                if (growth < 0)
                {
                    _bounds.Release(0, -growth);
                }

                Replace(index, entry, nowUnixMs);
                return SetOutcome.Replaced;
            }

            // Too heavy for its old place: the old copy leaves first to make room, then others.
            Drop(index, RemovalReason.Evicted);
            _counts.EvictionsForWeight++;
        }

        if (!TryReserve(entry.Weight))
        {
            return SetOutcome.NoRoom;
        }

        Insert(key, hash, entry, nowUnixMs);
        return SetOutcome.Inserted;
    }

    /// <summary>Reserves room for one entry, evicting as needed.</summary>
    private bool TryReserve(int weight)
    {
        long entries = 1, rest = weight;
        while (!_bounds.TryReserve(Math.Max(0, entries), Math.Max(0, rest)))
        {
            var forWeight = entries <= 0 || _bounds.Entries < _bounds.EntriesMax;
            if (!TryTakeVictim(forWeight, mayTakeAny: false, out var freed))
            {
                _bounds.Release(1 - entries, weight - rest);
                return false;
            }

            entries--;
            rest -= freed;
        }

        if (entries < 0 || rest < 0)
        {
            _bounds.Release(Math.Max(0, -entries), Math.Max(0, -rest));
        }

        return true;
    }

    private void Insert(TKey key, uint hash, in Entry<TValue> entry, long nowUnixMs)
    {
        var index = _free.Take();
        ref var slot = ref _arena.At(index);
        slot.Key = key;
        slot.Meta.Hash = hash;
        slot.Meta.Touch = 0;
        slot.Meta.Queue = 0;
        slot.Meta.WheelPrevious = 0;
        _format.Write(index, entry, nowUnixMs);
        _table.Link(index);
        Enqueue(index);
        _wheel.Add(index);
        _counts.Inserts++;
    }

    private void Replace(int index, in Entry<TValue> entry, long nowUnixMs)
    {
        ref var meta = ref _arena[index];
        var priority = meta.Priority;
        if (priority != entry.Priority)
        {
            Dequeue(index);
        }

        _wheel.Remove(index);
        EntryTable<TKey, TValue>.Close(ref meta);
        Tell(index, RemovalReason.Replaced);
        _format.Write(index, entry, nowUnixMs);
        EntryTable<TKey, TValue>.Open(ref meta);
        _wheel.Add(index);
        if (priority != entry.Priority)
        {
            meta.Touch = 0;
            Enqueue(index);
        }

        _counts.Updates++;
    }

    /// <summary>Takes out an entry that leaves to make room; its reservation is the caller's then.</summary>
    private bool TryTakeVictim(bool forWeight, bool mayTakeAny, out int weight)
    {
        weight = 0;
        if (!TEviction.Evicts && !mayTakeAny)
        {
            return false;
        }

        Resize();
        var index = TakeColdest();
        if (index == 0)
        {
            return false;
        }

        weight = TakeOut(index, RemovalReason.Evicted);
        if (forWeight)
        {
            _counts.EvictionsForWeight++;
        }
        else
        {
            _counts.EvictionsForEntries++;
        }

        return true;
    }

    /// <summary>Takes the entry that is to leave first out of its queue; 0 if there is none.</summary>
    private int TakeColdest()
    {
        var index = _low.Oldest;
        if (index == 0)
        {
            return _eviction.Evict();
        }

        _low.Remove(index);
        return index;
    }

    /// <summary>Takes an entry that stands in no queue any more out of the rest, and says what it weighed.</summary>
    private int TakeOut(int index, RemovalReason reason)
    {
        EntryTable<TKey, TValue>.Close(ref _arena[index]);
        var weight = _format.WeightOf(index);
        Forget(index, reason);
        return weight;
    }

    /// <summary>Lets the policy fit its memory to the number of entries there really are.</summary>
    private void Resize()
    {
        var count = Count;
        if (count > _sizedFor + (_sizedFor >> 2) || count < _sizedFor >> 1)
        {
            _sizedFor = Math.Max(SizeMin, count);
            _eviction.Resize(_sizedFor);
        }
    }

    private void DropExpired(int index)
    {
        if (!DropIfExpired(index, _sweepNowUnixMs))
        {
            // Written anew since the wheel let go of it.
            _wheel.Add(index);
        }
    }

    /// <summary>
    /// Drops an entry whose deadline has come; false if it has not. Looks again when nobody can write it any more.
    /// </summary>
    private bool DropIfExpired(int index, long nowUnixMs)
    {
        if (_arena.DeadlineOf(index) > nowUnixMs)
        {
            return false;
        }

        ref var meta = ref _arena[index];
        EntryTable<TKey, TValue>.Close(ref meta);
        if (_arena.DeadlineOf(index) > nowUnixMs)
        {
            EntryTable<TKey, TValue>.Open(ref meta);
            return false;
        }

        DropClosed(index, RemovalReason.Expired);
        _counts.Expirations++;
        return true;
    }

    private void Drop(int index, RemovalReason reason)
    {
        EntryTable<TKey, TValue>.Close(ref _arena[index]);
        DropClosed(index, reason);
    }

    private void DropClosed(int index, RemovalReason reason)
    {
        var weight = _format.WeightOf(index);
        Dequeue(index);
        Forget(index, reason);
        _bounds.Release(1, weight);
    }

    /// <summary>Takes an entry that stands in no queue any more, and whose slot is closed, out of the rest.</summary>
    private void Forget(int index, RemovalReason reason)
    {
        Tell(index, reason);
        _wheel.Remove(index);
        _table.Unlink(index);
        ref var slot = ref _arena.At(index);
        if (RuntimeHelpers.IsReferenceOrContainsReferences<TKey>())
        {
            slot.Key = default!;
        }

        if (RuntimeHelpers.IsReferenceOrContainsReferences<TValue>())
        {
            slot.Value = default!;
        }

        _free.Return(index);
    }

    private void Enqueue(int index)
    {
        if (_arena[index].Priority == EntryPriority.Low)
        {
            _low.Add(index);
        }
        else
        {
            _eviction.Add(index);
        }
    }

    private void Dequeue(int index)
    {
        Debug.Assert(_arena[index].Queue != 0, "An entry in its chain stands in a queue.");
        if (_arena[index].Queue == LowQueue)
        {
            _low.Remove(index);
        }
        else
        {
            _eviction.Remove(index);
        }
    }

    private void Tell(int index, RemovalReason reason)
    {
        if (_notices is not null)
        {
            ref var slot = ref _arena.At(index);
            (_removed ??= []).Add(new(slot.Key, _format.Read(index, ref slot), reason));
        }
    }
}
