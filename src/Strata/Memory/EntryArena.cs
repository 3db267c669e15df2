using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Strata;

/// <summary>
/// The slots of a memory layer without their keys and values: what policies and the timer wheel work on. It is
/// not generic, so that their code exists once.
/// </summary>
/// <remarks>
/// Slots stand in chunks of <see cref="ChunkSlots"/>; index <c>i</c> is slot <c>i % ChunkSlots</c> of chunk
/// <c>i / ChunkSlots</c>. A slot never moves. Chunk 0 does not exist, so that index 0 is no slot.
/// </remarks>
internal abstract class EntryArena
{
    public const int ChunkShift = 8;
    public const int ChunkSlots = 1 << ChunkShift;
    public const int ChunkMask = ChunkSlots - 1;
    private const int ChunksAtFirst = 16;

    private readonly nint _stride;
    private readonly nint _metaOffset;
    private readonly Lock _lock = new();
    private readonly Stack<int> _freeNumbers = new();
    private Chunk?[] _chunks = new Chunk?[ChunksAtFirst];
    private int _chunksEnd = 1;
    private int _chunkCount;

    protected EntryArena(nint stride, nint metaOffset)
    {
        _stride = stride;
        _metaOffset = metaOffset;
    }

    /// <summary>How many slots there are, free ones included.</summary>
    public long SlotCount => (long)Volatile.Read(ref _chunkCount) * ChunkSlots;

    /// <summary>The chunks' slots by number: each an array of slots. Replaced to grow.</summary>
    protected object?[] Directory { get; private set; } = new object?[ChunksAtFirst];

    /// <summary>What is known of the entry in a slot. The caller owns the slot: its chunk is there.</summary>
    public ref EntryMeta this[int slot]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            // One-dimensional arrays have their elements at the same place, whatever these are.
            Debug.Assert(slot > 0 && Directory[slot >> ChunkShift] is not null, "The slot's chunk is there.");
            var slots = Unsafe.As<byte[]>(
                Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(Directory), slot >> ChunkShift)!);
            return ref Unsafe.As<byte, EntryMeta>(ref Unsafe.AddByteOffset(
                ref MemoryMarshal.GetArrayDataReference(slots), ((slot & ChunkMask) * _stride) + _metaOffset));
        }
    }

    /// <summary>The chunk of a slot that the caller owns.</summary>
    public Chunk ChunkOf(int slot) => Volatile.Read(ref _chunks)[slot >> ChunkShift]!;

    /// <summary>
    /// What few entries have, of a slot flagged to have it. Null if the chunk is gone: only a reader that came too
    /// late sees that.
    /// </summary>
    public RareFacts[]? RareOf(int slot) => Volatile.Read(ref _chunks)[slot >> ChunkShift]?.Rare;

    /// <summary>When the entry in a slot expires; for a sliding one, as of its last hit.</summary>
    public long DeadlineOf(int slot)
    {
        ref var entry = ref this[slot];
        return (entry.Flags & EntryFlags.IsSliding) == 0
            ? entry.DeadlineUnixMs
            : Volatile.Read(ref RareOf(slot)![slot & ChunkMask].DeadlineUnixMs);
    }

    /// <summary>Adds a chunk of fresh slots.</summary>
    public Chunk AddChunk()
    {
        var slots = NewSlots();
        lock (_lock)
        {
            if (!_freeNumbers.TryPop(out var number))
            {
                number = _chunksEnd++;
                if (number == _chunks.Length)
                {
                    Enlarge();
                }
            }

            _chunkCount++;
            Volatile.Write(ref Directory[number], slots);
            return _chunks[number] = new Chunk(number);
        }
    }

    /// <summary>Gives a chunk's memory back; none of its slots is in use.</summary>
    public void DropChunk(Chunk chunk)
    {
        lock (_lock)
        {
            Directory[chunk.Number] = null;
            _chunks[chunk.Number] = null;
            _freeNumbers.Push(chunk.Number);
            _chunkCount--;
        }
    }

    protected abstract object NewSlots();

    private void Enlarge()
    {
        var directory = new object?[Directory.Length * 2];
        Directory.CopyTo(directory, 0);
        Directory = directory;
        var chunks = new Chunk?[_chunks.Length * 2];
        _chunks.CopyTo(chunks, 0);
        Volatile.Write(ref _chunks, chunks);
    }
}
