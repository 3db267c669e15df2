namespace Strata;

/// <summary>A run of slots that belongs to one stripe, and which of them are free.</summary>
internal sealed class Chunk(int number)
{
    private RareFacts[]? _rare;

    public int Number { get; } = number;

    /// <summary>The first of the slots given back; 0 if there is none.</summary>
    public int FirstFree { get; set; }

    /// <summary>How many slots were ever used.</summary>
    public int Begun { get; set; }

    /// <summary>How many slots are in use.</summary>
    public int Used { get; set; }

    public bool IsFull => Used == EntryArena.ChunkSlots;

    /// <summary>The neighbours in the stripe's list of chunks that are not full.</summary>
    public Chunk? Previous { get; set; }

    public Chunk? Next { get; set; }

    /// <summary>The rare facts of its slots; null if none has any.</summary>
    public RareFacts[]? Rare => Volatile.Read(ref _rare);

    /// <summary>The rare facts of its slots, made if need be.</summary>
    public RareFacts[] NeedRare()
    {
        if (_rare is null)
        {
            Volatile.Write(ref _rare, new RareFacts[EntryArena.ChunkSlots]);
        }

        return _rare!;
    }
}
