using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Strata;

/// <summary>The hash table of a memory layer: from key to slot, read without a lock.</summary>
/// <remarks>
/// <para>
/// <b>Idea.</b> The low bits of a key's hash name a bucket, a bucket heads a chain of slots linked by index, and a
/// slot is the entry itself: a look-up touches the bucket, the slot and the key. Buckets that share the lowest bits
/// belong to one stripe, whose lock every change of their chains holds.
/// </para>
/// <para>
/// <b>Reading while others write.</b> A slot carries a version, odd while it changes or is free. A reader notes an
/// even version, reads what it wants, and has read one whole entry if the version is still the same; else it begins
/// anew. Slots are used again, so a reader on its way along a chain may find itself in another one: it leaves a slot
/// only if its version has not changed and its hash belongs to the bucket. It begins anew only because some other
/// thread got something done.
/// </para>
/// <para>
/// <b>A miss</b> is one only if the chains were not being moved to more buckets meanwhile; then the reader waits for
/// the move, which happens once a doubling, and looks again.
/// </para>
/// <para>
/// <b>Invariants.</b> A slot in a chain has an even version, or an odd one for the few instructions of a change; a
/// free slot is in no chain and its version is odd. Publishing is in order: the slot's contents, its version, the
/// link to it.
/// </para>
/// </remarks>
internal sealed class EntryTable<TKey, TValue>(
    SlotArena<TKey, TValue> arena, KeyHasher<TKey> hasher, long bucketsAtFirst)
    where TKey : notnull
{
    private readonly Lock _moving = new();
    private Buckets _buckets = new(bucketsAtFirst);

    public SlotArena<TKey, TValue> Arena { get; } = arena;

    public KeyHasher<TKey> Hasher { get; } = hasher;

    /// <summary>The heads of the chains, as of now.</summary>
    public Buckets Buckets => Volatile.Read(ref _buckets);

    /// <summary>How many entries the chains hold without becoming long.</summary>
    public long Room => Volatile.Read(ref _buckets).Heads.Length;

    /// <summary>Finds the slot of a key without a lock.</summary>
    /// <param name="key">The key.</param>
    /// <param name="hash">Its hash.</param>
    /// <param name="index">The index of the slot; 0 if there is none.</param>
    /// <param name="version">The version of the slot; what is read from it holds if it is still the same then.</param>
    /// <returns>The slot, or the null reference.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref Slot<TKey, TValue> Find(TKey key, uint hash, out int index, out int version)
    {
        var buckets = Volatile.Read(ref _buckets);
        index = buckets.Head(hash);
        while (index != 0)
        {
            ref var slot = ref Arena.At(index);
            if (Unsafe.IsNullRef(ref slot))
            {
                return ref FindAnew(key, hash, out index, out version);
            }

            version = Volatile.Read(ref slot.Meta.Version);
            if (slot.Meta.Hash == hash && IsKey(ref slot, version, key))
            {
                return ref slot;
            }

            index = Volatile.Read(ref slot.Meta.Next);
            if (!MayGoOn(ref slot.Meta, version, hash, buckets.Mask))
            {
                return ref FindAnew(key, hash, out index, out version);
            }
        }

        version = 0;
        if (buckets.IsMoving)
        {
            return ref FindAnew(key, hash, out index, out version);
        }

        return ref Unsafe.NullRef<Slot<TKey, TValue>>();
    }

    /// <summary>
    /// Finds a slot by the hash of its key alone, without a lock. Whether the key is the one wanted is the caller's
    /// to tell.
    /// </summary>
    /// <param name="hash">The hash.</param>
    /// <param name="passed">How many slots of that hash to pass by, because their keys are others.</param>
    /// <param name="index">The index of the slot; 0 if there is none.</param>
    /// <param name="version">The version of the slot; what is read from it holds if it is still the same then.</param>
    /// <returns>The slot, or the null reference.</returns>
    public ref Slot<TKey, TValue> FindByHash(uint hash, int passed, out int index, out int version)
    {
        var spin = new SpinWait();
        while (true)
        {
            var buckets = Volatile.Read(ref _buckets);
            var left = passed;
            index = buckets.Head(hash);
            while (index != 0)
            {
                ref var slot = ref Arena.At(index);
                if (Unsafe.IsNullRef(ref slot))
                {
                    break;
                }

                version = Volatile.Read(ref slot.Meta.Version);
                if (slot.Meta.Hash == hash && left-- == 0 && (version & 1) == 0)
                {
                    return ref slot;
                }

                var next = Volatile.Read(ref slot.Meta.Next);
                if (!MayGoOn(ref slot.Meta, version, hash, buckets.Mask))
                {
                    break;
                }

                index = next;
            }

            if (buckets.IsMoving)
            {
                // The move is over when the lock is free.
                _moving.Enter();
                _moving.Exit();
            }
            else if (index == 0)
            {
                version = 0;
                return ref Unsafe.NullRef<Slot<TKey, TValue>>();
            }

            spin.SpinOnce(sleep1Threshold: -1);
        }
    }

    /// <summary>Finds the slot of a key; the caller holds the stripe's lock. 0 if there is none.</summary>
    public int FindLocked(TKey key, uint hash)
    {
        var index = _buckets.Heads[hash & _buckets.Mask];
        while (index != 0)
        {
            ref var slot = ref Arena.At(index);
            if (slot.Meta.Hash == hash && Hasher.Equal(slot.Key, key))
            {
                return index;
            }

            index = slot.Meta.Next;
        }

        return 0;
    }

    /// <summary>Opens a filled slot and puts it into its chain; the caller holds the stripe's lock.</summary>
    public void Link(int index)
    {
        ref var entry = ref Arena[index];
        ref var head = ref _buckets.Heads[entry.Hash & _buckets.Mask];
        entry.Next = head;
        Open(ref entry);
        Volatile.Write(ref head, index);
    }

    /// <summary>Takes a closed slot out of its chain; the caller holds the stripe's lock.</summary>
    public void Unlink(int index)
    {
        ref var entry = ref Arena[index];
        ref var link = ref _buckets.Heads[entry.Hash & _buckets.Mask];
        while (link != index)
        {
            Debug.Assert(link != 0, "A slot in use is in its chain.");
            link = ref Arena[link].Next;
        }

        Volatile.Write(ref link, entry.Next);
    }

    /// <summary>Closes a slot in use to readers and to other writers, so that it can be changed.</summary>
    public static void Close(ref EntryMeta entry)
    {
        var spin = new SpinWait();
        while (true)
        {
            var version = Volatile.Read(ref entry.Version);
            if ((version & 1) == 0 && TryClose(ref entry, version))
            {
                return;
            }

            spin.SpinOnce(sleep1Threshold: -1);
        }
    }

    /// <summary>Closes a slot if its version is still the given, even one.</summary>
    public static bool TryClose(ref EntryMeta entry, int version) =>
        Interlocked.CompareExchange(ref entry.Version, version + 1, version) == version;

    /// <summary>Opens a closed slot again, with a version no reader has seen.</summary>
    public static void Open(ref EntryMeta entry) => Volatile.Write(ref entry.Version, entry.Version + 1);

    /// <summary>Moves all chains to more buckets; the caller holds every stripe's lock.</summary>
    public void Grow(long bucketCount)
    {
        var larger = new Buckets(bucketCount);
        lock (_moving)
        {
            _buckets.BeginMove();
            foreach (var first in _buckets.Heads)
            {
                for (var index = first; index != 0;)
                {
                    ref var entry = ref Arena[index];
                    var next = entry.Next;
                    ref var head = ref larger.Heads[entry.Hash & larger.Mask];
                    entry.Next = head;
                    head = index;
                    index = next;
                }
            }

            Volatile.Write(ref _buckets, larger);
        }
    }

    /// <summary>Finds the slot of a key after what was read on the way has changed.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private ref Slot<TKey, TValue> FindAnew(TKey key, uint hash, out int index, out int version)
    {
        for (var passed = 0; ; passed++)
        {
            ref var slot = ref FindByHash(hash, passed, out index, out version);
            if (Unsafe.IsNullRef(ref slot) || IsKey(ref slot, version, key))
            {
                return ref slot;
            }

            if (!MayGoOn(ref slot.Meta, version, hash, 0))
            {
                passed = -1;
            }
        }
    }

    /// <summary>Whether a reader may follow the chain from a slot: it has not changed, and is of its chain.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool MayGoOn(ref EntryMeta entry, int version, uint hash, uint mask)
    {
        var isStillHere = ((entry.Hash ^ hash) & mask) == 0;
        Volatile.ReadBarrier();
        return isStillHere && (version & 1) == 0 && entry.Version == version;
    }

    /// <summary>Whether a slot holds a key, as far as a reader can tell who has noted its version.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsKey(ref Slot<TKey, TValue> slot, int version, TKey key)
    {
        var held = slot.Key;
        if (!Hasher.IsSafeOnTorn)
        {
            // A comparer of the application's must only see keys that were given to the layer.
            Volatile.ReadBarrier();
            if ((version & 1) != 0 || slot.Meta.Version != version)
            {
                return false;
            }
        }

        return Hasher.Equal(held, key) && (version & 1) == 0;
    }
}
