namespace Strata;

/// <summary>
/// The meeting point of everyone who is busy with one key; see <see cref="KeyGates{TKey,
/// TValue}"/>.
/// </summary>
internal sealed class KeyGate<TValue>(long id)
{
    private long _version;
    private int _distrusts;

    /// <summary>Orders gates, so that several are always locked in the same order.</summary>
    public long Id { get; } = id;

    /// <summary>Held by whoever writes the key to the layers; one at a time.</summary>
    public SemaphoreSlim WriteLock { get; } = new(1, 1);

    /// <summary>How often the key was written or removed while the gate was open.</summary>
    public long Version => Volatile.Read(ref _version);

    /// <summary>The load under way, if any. Guarded by the gate's monitor.</summary>
    public Flight<TValue>? Flight { get; set; }

    /// <summary>Whether faster layers may still hold what someone else has replaced.</summary>
    public bool IsDistrusted => Volatile.Read(ref _distrusts) != 0;

    /// <summary>How many are here. Guarded by the gate's monitor.</summary>
    internal int Users { get; set; }

    /// <summary>Whether the last one has left. Guarded by the gate's monitor.</summary>
    internal bool Closed { get; set; }

    public void Distrust() => Interlocked.Increment(ref _distrusts);

    public void TrustAgain() => Interlocked.Decrement(ref _distrusts);

    /// <summary>Notes that the key was written: what was read before may not be stored any more.</summary>
    public void NoteWrite() => Interlocked.Increment(ref _version);
}
