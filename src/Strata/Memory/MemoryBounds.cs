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
        if (!TryAdd(ref _entries, entries, entriesMax))
        {
            return false;
        }

        if (!TryAdd(ref _weight, weight, WeightMax))
        {
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

    /// <summary>
    /// Adds only what fits: adding first and taking back would show others a bound exceeded.
    /// </summary>
    private static bool TryAdd(ref long sum, long amount, long max)
    {
        var seen = Volatile.Read(ref sum);
        while (amount <= max - seen)
        {
            var before = Interlocked.CompareExchange(ref sum, seen + amount, seen);
            if (before == seen)
            {
                return true;
            }

            seen = before;
        }

        return false;
    }
}
