using System.Diagnostics;

namespace Strata;

/// <summary>
/// The free slots of a stripe. Chunks are taken from the arena as needed; one whose slots are all free goes back,
/// as long as another chunk's worth stays at hand.
/// </summary>
internal sealed class FreeSlots(EntryArena arena)
{
    private Chunk? _partial;
    private long _free;

    /// <summary>Takes a free slot. Its version is odd: nobody may read it yet.</summary>
    public int Take()
    {
        if (_partial is null)
        {
            Link(arena.AddChunk());
            _free += EntryArena.ChunkSlots;
        }

        var chunk = _partial!;
        var slot = chunk.FirstFree;
        if (slot != 0)
        {
            chunk.FirstFree = arena[slot].Next;
        }
        else
        {
            slot = (chunk.Number << EntryArena.ChunkShift) + chunk.Begun++;
            arena[slot].Version |= 1;
        }

        _free--;
        chunk.Used++;
        if (chunk.IsFull)
        {
            Unlink(chunk);
        }

        return slot;
    }

    /// <summary>Takes back a slot whose version is odd and that no bucket leads to.</summary>
    public void Return(int slot)
    {
        Debug.Assert((arena[slot].Version & 1) != 0, "A free slot is closed to readers.");
        var chunk = arena.ChunkOf(slot);
        if (chunk.IsFull)
        {
            Link(chunk);
        }

        arena[slot].Next = chunk.FirstFree;
        chunk.FirstFree = slot;
        chunk.Used--;
        _free++;
        if (chunk.Used == 0 && _free >= 2 * EntryArena.ChunkSlots)
        {
            Unlink(chunk);
            _free -= EntryArena.ChunkSlots;
            arena.DropChunk(chunk);
        }
    }

    private void Link(Chunk chunk)
    {
        chunk.Next = _partial;
        if (_partial is not null)
        {
            _partial.Previous = chunk;
        }

        _partial = chunk;
    }

    private void Unlink(Chunk chunk)
    {
        if (chunk.Previous is null)
        {
            _partial = chunk.Next;
        }
        else
        {
            chunk.Previous.Next = chunk.Next;
        }

        if (chunk.Next is not null)
        {
            chunk.Next.Previous = chunk.Previous;
        }

        chunk.Previous = null;
        chunk.Next = null;
    }
}
