using System.Diagnostics;

namespace Strata;

/// <summary>A queue of entries, linked through their slots. A policy has a few, told apart by number.</summary>
internal struct EvictionQueue(EntryArena arena, byte number)
{
    public int Count { get; private set; }

    /// <summary>The slot at the old end; 0 if the queue is empty.</summary>
    public int Oldest { get; private set; }

    /// <summary>The slot at the new end; 0 if the queue is empty.</summary>
    public int Newest { get; private set; }

    /// <summary>Puts an entry at the new end.</summary>
    public void Add(int slot)
    {
        ref var entry = ref arena[slot];
        Debug.Assert(entry.Queue == 0, "An entry stands in one queue at a time.");
        entry.Queue = number;
        entry.Older = Newest;
        entry.Newer = 0;
        if (Newest == 0)
        {
            Oldest = slot;
        }
        else
        {
            arena[Newest].Newer = slot;
        }

        Newest = slot;
        Count++;
    }

    /// <summary>Takes an entry out, wherever it stands.</summary>
    public void Remove(int slot)
    {
        ref var entry = ref arena[slot];
        Debug.Assert(entry.Queue == number, "An entry is taken from the queue it stands in.");
        if (entry.Older == 0)
        {
            Oldest = entry.Newer;
        }
        else
        {
            arena[entry.Older].Newer = entry.Newer;
        }

        if (entry.Newer == 0)
        {
            Newest = entry.Older;
        }
        else
        {
            arena[entry.Newer].Older = entry.Older;
        }

        entry.Queue = 0;
        Count--;
    }

    /// <summary>Puts an entry of this queue at its new end again.</summary>
    public void MoveToNewest(int slot)
    {
        if (slot != Newest)
        {
            Remove(slot);
            Add(slot);
        }
    }

    /// <summary>Appends the slots of the queue, oldest first, up to a limit.</summary>
    public readonly void CopyTo(List<int> slots, int max)
    {
        for (var slot = Oldest; slot != 0 && slots.Count < max; slot = arena[slot].Newer)
        {
            slots.Add(slot);
        }
    }

    /// <summary>
    /// Appends the slots of several queues, queue by queue and each oldest first, those that were not hit before those
    /// that were. Looks at each once, because readers go on hitting.
    /// </summary>
    public static void CopyColdest(List<int> slots, int max, params ReadOnlySpan<EvictionQueue> queues)
    {
        var hit = new List<int>();
        foreach (ref readonly var queue in queues)
        {
            queue.CopyTo(slots, hit, max);
        }

        slots.AddRange(hit.Take(max - slots.Count));
    }

    private readonly void CopyTo(List<int> unhit, List<int> hit, int max)
    {
        for (var slot = Oldest; slot != 0 && unhit.Count < max; slot = arena[slot].Newer)
        {
            (arena[slot].Touch == 0 ? unhit : hit).Add(slot);
        }
    }
}
