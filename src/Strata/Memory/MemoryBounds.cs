namespace Strata;

/// <summary>
/// The room of a memory layer, shared by its shards: entries and weight are reserved before an entry is
/// placed, so that the bounds hold at every moment.
/// </summary>
internal sealed class MemoryBounds(long entriesMax, long? weightMax)
{
    private long _entries;
    private long _weight;

    public long Entries => Volatile.Read(ref _entries);

    public long Weight => Volatile.Read(ref _weight);

    public long WeightMax { get; } = weightMax ?? long.MaxValue;

    public bool TryReserve(int entries, long weight)
    {
        if (Interlocked.Add(ref _entries, entries) > entriesMax)
        {
            Interlocked.Add(ref _entries, -entries);
            return false;
        }

        if (Interlocked.Add(ref _weight, weight) > WeightMax)
        {
            Interlocked.Add(ref _weight, -weight);
            Interlocked.Add(ref _entries, -entries);
            return false;
        }

        return true;
    }

    public void Release(int entries, long weight)
    {
        Interlocked.Add(ref _entries, -entries);
        Interlocked.Add(ref _weight, -weight);
    }
}
