using System.Collections.Concurrent;

namespace Strata;

/// <summary>
/// One gate per key that somebody is busy with: it makes one load of many, keeps the writes of a key in order
/// across layers, and keeps a value that was read before a write from being stored after it.
/// </summary>
/// <remarks>
/// <para>
/// <b>Idea.</b> A stack of layers has no transaction over all of them. Three orders would leave an old copy
/// above a new one: two writers that interleave; a reader that read below before a write and promotes after
/// it; a load that began before a write and ends after it. So whoever goes below memory enters the key's gate
/// first. Writers hold the gate's lock while they write all layers, slowest first, and then raise its version.
/// A fill (a promotion, or storing a loaded value) notes the version before it reads anything, and stores only
/// if it gets the lock at once and the version is the one noted.
/// </para>
/// <para>
/// <b>Why that suffices.</b> A fill stores under the lock. If a writer finished between noting and storing, the
/// version differs and the fill is discarded. If a writer comes later, it writes over the fill, in every layer.
/// If a writer holds the lock, the fill gives way. The version is raised last, so a fill that noted it while
/// the writer was under way, and may have read the old value, is discarded too.
/// </para>
/// <para>
/// <b>Memory-only caches</b> write without entering: they note how many fills have ended, write, and then look
/// whether the key has a gate or a fill has ended since. If so, a fill may have covered the write, and it is
/// done again inside. If not, whoever enters later looks into memory after entering, and sees the write.
/// </para>
/// <para>
/// <b>Joining a load.</b> A caller joins the load under way only while nothing was written since it began. After
/// a write the load may bring what was there before: good for those who asked before, not for one who asks now.
/// </para>
/// <para>
/// <b>Clear</b> is a write to every key: it keeps fills out while it lasts, waits for those that are storing,
/// and makes void every ticket noted before it ended (<see cref="ClearBarrier"/>).
/// </para>
/// <para>
/// <b>Life.</b> A gate exists while somebody is inside. Hits in memory never come here.
/// </para>
/// </remarks>
internal sealed class KeyGates<TKey, TValue>(IEqualityComparer<TKey>? comparer)
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, KeyGate<TValue>> _gates = new(comparer);
    private readonly ClearBarrier _clears = new();
    private long _lastId;
    private long _fillsEnded;
    private int _inUse;

    /// <summary>
    /// Enters the gate of a key, opening it if nobody is inside. Every entry is followed by a <see
    /// cref="Leave"/>.
    /// </summary>
    public KeyGate<TValue> Enter(TKey key)
    {
        while (true)
        {
            if (!_gates.TryGetValue(key, out var gate))
            {
                gate = _gates.GetOrAdd(key, new KeyGate<TValue>(Interlocked.Increment(ref _lastId)));
            }

            lock (gate)
            {
                if (!gate.Closed)
                {
                    gate.Users++;
                    Interlocked.Increment(ref _inUse);
                    return gate;
                }
            }
        }
    }

    /// <summary>Leaves a gate; the last one closes it.</summary>
    public void Leave(TKey key, KeyGate<TValue> gate)
    {
        lock (gate)
        {
            if (--gate.Users == 0)
            {
                gate.Closed = true;
                _gates.TryRemove(KeyValuePair.Create(key, gate));
            }
        }

        Interlocked.Decrement(ref _inUse);
    }

    /// <summary>
    /// Enters the gate of a key and waits until no one else writes the key; disposing of the turn ends it.
    /// </summary>
    public async ValueTask<WriteTurn<TKey, TValue>> BeginWriteAsync(TKey key, CancellationToken cancellationToken)
    {
        var gate = Enter(key);
        try
        {
            await gate.WriteLock.WaitAsync(cancellationToken).ConfigureAwait(false);
            return new(this, key, gate);
        }
        catch (OperationCanceledException)
        {
            Leave(key, gate);
            throw;
        }
    }

    /// <summary>What a fill must note before it reads the first layer.</summary>
    public FillTicket Note(KeyGate<TValue> gate) => new(gate.Version, _clears.Clears);

    /// <summary>
    /// Lets a fill store, unless a write or clear came after its ticket or is under way; then
    /// <see cref="EndFill"/> must follow.
    /// </summary>
    public bool TryBeginFill(KeyGate<TValue> gate, FillTicket ticket)
    {
        if (!gate.WriteLock.Wait(0))
        {
            return false;
        }

        if (gate.Version == ticket.Version && _clears.TryBeginFill(ticket.Clears))
        {
            return true;
        }

        gate.WriteLock.Release();
        return false;
    }

    public void EndFill(KeyGate<TValue> gate)
    {
        _clears.EndFill();
        Interlocked.Increment(ref _fillsEnded);
        gate.WriteLock.Release();
    }

    /// <summary>The gate of a key if somebody is inside; null else.</summary>
    public KeyGate<TValue>? Find(TKey key) => _gates.GetValueOrDefault(key);

    /// <summary>Makes void every ticket noted so far.</summary>
    public void NoteChangeOfAll() => _clears.NoteChange();

    /// <summary>Waits for everyone who is inside the monitor of a gate.</summary>
    public void PassThroughAll()
    {
        foreach (var (_, gate) in _gates)
        {
            lock (gate)
            {
                // Who was inside has left.
            }
        }
    }

    /// <summary>Keeps fills out; <see cref="EndClear"/> must follow, even if this is cancelled.</summary>
    public ValueTask BeginClearAsync(CancellationToken cancellationToken) =>
        _clears.BeginClearAsync(cancellationToken);

    public void EndClear() => _clears.EndClear();

    /// <summary>What a write that does not enter the gate must note before it writes.</summary>
    public long NoteFills() => Volatile.Read(ref _fillsEnded);

    /// <summary>
    /// Whether a fill may have stored, or may yet store, over a write that did not enter the gate.
    /// </summary>
    /// <param name="key">The key written.</param>
    /// <param name="fillsNoted">What <see cref="NoteFills"/> said before the write.</param>
    public bool MayBeCovered(TKey key, long fillsNoted)
    {
        Interlocked.MemoryBarrier();

        // In this order: a fill ends before it leaves its gate, so one of the two looks sees it.
        return (Volatile.Read(ref _inUse) != 0 && _gates.ContainsKey(key)) || NoteFills() != fillsNoted;
    }
}
