using System.Runtime.CompilerServices;

namespace Strata;

/// <summary>How an entry is laid down in a slot, and read from there.</summary>
/// <param name="arena">The slots.</param>
/// <param name="startUnixMs">The instant around which times of creation are kept.</param>
internal sealed class EntryFormat<TKey, TValue>(SlotArena<TKey, TValue> arena, long startUnixMs)
    where TKey : notnull
{
    /// <summary>
    /// What readers find as the deadline of a sliding entry: one that has come, so that they look closer.
    /// </summary>
    public const long LookCloser = long.MinValue;

    /// <summary>Lays an entry down in a slot that is closed to readers.</summary>
    /// <param name="index">The slot.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="nowUnixMs">The present, from which a sliding entry lives on; else of no account.</param>
    public void Write(int index, in Entry<TValue> entry, long nowUnixMs)
    {
        ref var slot = ref arena.At(index);
        slot.Value = entry.Value;
        var flags = (slot.Meta.Flags & EntryFlags.UsesMask) | (EntryFlags)entry.Priority;
        var isPlain = EntryFacts.TryPack(entry.CreatedUnixMs, entry.Weight, startUnixMs, out var facts);
        if (isPlain && entry.SlidingMs == 0)
        {
            slot.Meta.Facts = facts;
            slot.Meta.DeadlineUnixMs = entry.Deadline.UnixMs;
            slot.Meta.Flags = flags;
            return;
        }

        ref var rare = ref arena.ChunkOf(index).NeedRare()[index & EntryArena.ChunkMask];
        rare.CreatedUnixMs = entry.CreatedUnixMs;
        rare.Weight = entry.Weight;
        rare.SlidingMs = entry.SlidingMs;
        rare.LastDeadlineUnixMs = entry.Deadline.UnixMs;
        flags |= EntryFlags.HasRareFacts;
        if (entry.SlidingMs == 0)
        {
            slot.Meta.DeadlineUnixMs = entry.Deadline.UnixMs;
        }
        else
        {
            flags |= EntryFlags.IsSliding;
            rare.DeadlineUnixMs = rare.DeadlineAfterHit(nowUnixMs);
            slot.Meta.DeadlineUnixMs = LookCloser;
        }

        slot.Meta.Flags = flags;
    }

    /// <summary>Whether a new entry can take the place of the old one without the stripe's lock.</summary>
    /// <param name="meta">The entry in its slot, which the caller has closed.</param>
    /// <param name="entry">The new one.</param>
    /// <param name="facts">The new one's facts, packed.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool CanOverwrite(ref EntryMeta meta, in Entry<TValue> entry, out long facts) =>
        EntryFacts.TryPack(entry.CreatedUnixMs, entry.Weight, startUnixMs, out facts)
        && (meta.Flags & ~EntryFlags.UsesMask) == (EntryFlags)entry.Priority
        && EntryFacts.Weight(meta.Facts) == entry.Weight
        && entry.SlidingMs == 0
        && entry.Deadline.UnixMs >= meta.DeadlineUnixMs
        && (meta.DeadlineUnixMs != long.MaxValue || entry.Deadline.IsNever);

    /// <summary>The weight of an entry whose slot the caller owns.</summary>
    public int WeightOf(int index)
    {
        ref var meta = ref arena[index];
        return (meta.Flags & EntryFlags.HasRareFacts) == 0
            ? EntryFacts.Weight(meta.Facts)
            : arena.RareOf(index)![index & EntryArena.ChunkMask].Weight;
    }

    /// <summary>
    /// The entry in a slot. A reader without the lock checks the slot's version afterwards; what it got until then
    /// may be of several entries.
    /// </summary>
    public Entry<TValue> Read(int index, ref Slot<TKey, TValue> slot)
    {
        var value = slot.Value;
        ref var meta = ref slot.Meta;
        if ((meta.Flags & EntryFlags.HasRareFacts) == 0)
        {
            return Entry<TValue>.Held(
                value,
                meta.DeadlineUnixMs,
                EntryFacts.Created(meta.Facts, startUnixMs),
                EntryFacts.Weight(meta.Facts),
                meta.Priority,
                slidingMs: 0);
        }

        if (arena.RareOf(index) is not { } rares)
        {
            return default;
        }

        ref var rare = ref rares[index & EntryArena.ChunkMask];
        return Entry<TValue>.Held(
            value, rare.LastDeadlineUnixMs, rare.CreatedUnixMs, rare.Weight, meta.Priority, rare.SlidingMs);
    }
}
