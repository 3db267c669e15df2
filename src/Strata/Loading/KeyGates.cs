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
/// <b>Memory-only caches</b> write without entering: memory first, then a look whether the key has a gate. If
/// it has, the write is done again inside. If it has none, whoever enters later looks into memory after
/// entering, and sees the write.
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
    private int _inUse;

    /// <summary>Enters the gate of a key, opening it if nobody is inside. Every entry is followed by a <see cref="Leave"/>.</summary>
    public KeyGate<TValue> Enter(TKey key)
    {
        Interlocked.Increment(ref _inUse);
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
        gate.WriteLock.Release();
    }

    /// <summary>Keeps fills out; <see cref="EndClear"/> must follow, even if this is cancelled.</summary>
    public ValueTask BeginClearAsync(CancellationToken cancellationToken) =>
        _clears.BeginClearAsync(cancellationToken);

    public void EndClear() => _clears.EndClear();

    /// <summary>Whether somebody is inside the gate of a key. Call it after the write it is to protect.</summary>
    public bool IsBusy(TKey key)
    {
        Interlocked.MemoryBarrier();
        return Volatile.Read(ref _inUse) != 0 && _gates.ContainsKey(key);
    }
}
