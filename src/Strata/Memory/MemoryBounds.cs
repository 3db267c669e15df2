namespace Strata;

/// <summary>
/// The room of a memory layer, shared by its stripes: entries and weight are reserved before an entry is
/// placed, so that the bounds hold at every moment.
/// </summary>
internal sealed class MemoryBounds(long entriesMax, long? weightMax)
{
    private long _entriesMax = entriesMax;
    private long _weightMax = weightMax ?? long.MaxValue;
    private long _entries;
    private long _weight;

    public long Entries => Volatile.Read(ref _entries);

    public long Weight => Volatile.Read(ref _weight);

    public long EntriesMax => Volatile.Read(ref _entriesMax);

    public long WeightMax => Volatile.Read(ref _weightMax);

    /// <summary>Whether more is held than may be: after the bounds were drawn tighter.</summary>
    public bool AreExceeded => Entries > EntriesMax || Weight > WeightMax;

    /// <summary>Sets other bounds. What is held beyond them has to leave.</summary>
    public void Change(long entriesMax, long? weightMax)
    {
        Volatile.Write(ref _entriesMax, entriesMax);
        Volatile.Write(ref _weightMax, weightMax ?? long.MaxValue);
    }

    /// <summary>Takes so much more room, if there is; a negative amount is given back.</summary>
    public bool TryReserve(long entries, long weight)
    {
        if (!TryAdd(ref _entries, entries, EntriesMax))
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

    public void Release(long entries, long weight)
    {
        Interlocked.Add(ref _entries, -entries);
        Interlocked.Add(ref _weight, -weight);
    }

    /// <summary>
    /// Adds only what fits: adding first and taking back would show others a bound exceeded.
    /// </summary>
    private static bool TryAdd(ref long sum, long amount, long max)
    {
        if (amount <= 0)
        {
            if (amount < 0)
            {
                Interlocked.Add(ref sum, amount);
            }

            return true;
        }

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
