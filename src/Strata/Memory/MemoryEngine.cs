using System.Diagnostics.CodeAnalysis;

namespace Strata;

/// <summary>
/// What a memory layer does, whatever its policy: the one seam between the layer, which is the same for all, and
/// the engine, whose code is made for one policy. A miss is not counted here: the caller knows whether it was one.
/// </summary>
internal abstract class MemoryEngine<TKey, TValue>(MemoryBounds bounds, ReuseSample? advice)
    where TKey : notnull
{
    public MemoryBounds Bounds { get; } = bounds;

    /// <summary>The sample from which advice is given; null if none is taken.</summary>
    public ReuseSample? Advice { get; } = advice;

    public abstract bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value);

    public abstract bool TryGetText(ReadOnlySpan<char> key, [MaybeNullWhen(false)] out TValue value);

    public abstract bool TryGetEntry(TKey key, out Entry<TValue> entry);

    public abstract bool Contains(TKey key);

    /// <summary>Places an entry; false if there is no room and no entry may leave for it.</summary>
    public abstract bool TrySet(TKey key, in Entry<TValue> entry);

    public abstract bool Remove(TKey key);

    public abstract void Clear();

    /// <summary>Removes what has expired, in batches.</summary>
    public abstract void Sweep();

    /// <summary>Sets other bounds and evicts what is beyond them.</summary>
    public abstract void Resize(long entries, long? weight);

    /// <summary>The valid entries, each as of the moment it is read.</summary>
    public abstract IEnumerable<KeyValuePair<TKey, Entry<TValue>>> Entries();

    /// <summary>The entry under a key, without counting it as a use.</summary>
    public abstract bool TryPeek(TKey key, out Entry<TValue> entry);

    /// <summary>Keys in about the order in which their entries would leave, the first to go first.</summary>
    public abstract List<TKey> Coldest(int count);

    /// <summary>Keys in about the opposite order.</summary>
    public abstract List<TKey> Hottest(int count);

    public abstract void CountMiss();

    public abstract MemoryStatistics Snapshot();

    /// <summary>Drops everything; from now on every call throws.</summary>
    public abstract void Dispose();
}
