using System.Numerics;
using System.Security.Cryptography;

namespace Strata;

/// <summary>The stripes of a memory layer, and what concerns several of them: room, growth, sweeps, order.</summary>
internal sealed class MemoryStripes<TKey, TValue, TEviction>
    where TKey : notnull
    where TEviction : struct, IEviction
{
    private const int EntriesPerStripeMin = 512;
    private const int EntriesPerTurn = 64;
    private const long ManyEntries = 200_000;

    private readonly MemoryLayerOptions<TKey, TValue> _options;
    private readonly EntryTable<TKey, TValue> _table;
    private readonly MemoryBounds _bounds;
    private readonly MemoryStripe<TKey, TValue, TEviction>[] _stripes;
    private readonly Lock _growing = new();
    private long _sweepNowUnixMs = long.MinValue;
    private long _sweeps;
    private long _sweepTicks;
    private long _lastSweepTicks;
    private int _sweeping;
    private volatile bool _isStopped;

    public MemoryStripes(
        MemoryLayerOptions<TKey, TValue> options,
        EntryTable<TKey, TValue> table,
        MemoryBounds bounds,
        Func<int, uint, MemoryStripe<TKey, TValue, TEviction>> newStripe)
    {
        _options = options;
        _table = table;
        _bounds = bounds;
        var random = new Random(options.Seed ?? RandomNumberGenerator.GetInt32(int.MaxValue));
        _stripes = new MemoryStripe<TKey, TValue, TEviction>[CountFor(options.CapacityEntries)];
        for (var i = 0; i < _stripes.Length; i++)
        {
            _stripes[i] = newStripe(_stripes.Length, (uint)random.Next());
        }
    }

    /// <summary>How many stripes there can be at most: as many buckets are the least a table has.</summary>
    public const int CountMax = 64;

    /// <summary>What has happened in all stripes.</summary>
    public StripeCounts Counts
    {
        get
        {
            var counts = default(StripeCounts);
            foreach (var stripe in _stripes)
            {
                stripe.AddTo(ref counts);
            }

            return counts;
        }
    }

    public long Sweeps => Volatile.Read(ref _sweeps);

    public TimeSpan SweepTime => TimeSpan.FromTicks(Volatile.Read(ref _sweepTicks));

    public TimeSpan LastSweepTime => TimeSpan.FromTicks(Volatile.Read(ref _lastSweepTicks));

    /// <summary>The stripe of a key with this hash: the low bits choose, as they do for the buckets.</summary>
    public MemoryStripe<TKey, TValue, TEviction> Of(uint hash) => _stripes[hash & (uint)(_stripes.Length - 1)];

    /// <summary>Places an entry, making room wherever there is some to make.</summary>
    public SetOutcome Set(TKey key, uint hash, in Entry<TValue> entry, long nowUnixMs)
    {
        var around = new SetSurroundings(nowUnixMs, _sweepNowUnixMs);
        var spin = new SpinWait();
        SetOutcome outcome;
        while ((outcome = Of(hash).Set(key, hash, entry, around)) == SetOutcome.NoRoom)
        {
            if (!TryMakeRoomBeside(hash, entry.Weight))
            {
                if (!TEviction.Evicts)
                {
                    return outcome;
                }

                // All the room is reserved by others who are about to place their entries.
                spin.SpinOnce(sleep1Threshold: -1);
            }
        }

        if (_bounds.Entries > _table.Room)
        {
            Grow();
        }

        return outcome;
    }

    /// <summary>Removes what has expired, in batches. One sweep at a time; a second caller leaves at once.</summary>
    public void Sweep()
    {
        if (Interlocked.Exchange(ref _sweeping, 1) == 1)
        {
            return;
        }

        try
        {
            var started = _options.TimeProvider.GetTimestamp();
            Volatile.Write(ref _sweepNowUnixMs, _options.TimeProvider.NowMs());
            if (_bounds.Entries >= ManyEntries && Environment.ProcessorCount > 2)
            {
                Parallel.ForEach(
                    _stripes, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount / 2 }, Sweep);
            }
            else
            {
                Array.ForEach(_stripes, Sweep);
            }

            var ticks = _options.TimeProvider.GetElapsedTime(started).Ticks;
            Volatile.Write(ref _lastSweepTicks, ticks);
            Interlocked.Add(ref _sweepTicks, ticks);
            Interlocked.Increment(ref _sweeps);
        }
        finally
        {
            Volatile.Write(ref _sweeping, 0);
        }
    }

    /// <summary>Ends a sweep under way, and every later one, at its next batch.</summary>
    public void StopSweeping() => _isStopped = true;

    /// <summary>Evicts until neither bound is exceeded.</summary>
    public void EvictBeyondBounds()
    {
        // In turn, so that no stripe bleeds alone.
        for (var i = 0; _bounds.AreExceeded; i++)
        {
            _stripes[i & (_stripes.Length - 1)].EvictBeyondBounds(EntriesPerTurn);
        }
    }

    /// <summary>Removes every entry, stripe by stripe in batches.</summary>
    public void Clear()
    {
        foreach (var stripe in _stripes)
        {
            while (!stripe.Clear(_options.SweepBatchEntries))
            {
                Thread.Yield();
            }
        }
    }

    /// <summary>Keys of all stripes, one from each in turn.</summary>
    public List<TKey> Ordered(int count, Action<MemoryStripe<TKey, TValue, TEviction>, List<int>, int> copy)
    {
        var columns = new List<TKey>[_stripes.Length];
        for (var i = 0; i < columns.Length; i++)
        {
            var slots = new List<int>();
            lock (_stripes[i].Lock)
            {
                copy(_stripes[i], slots, count);
                columns[i] = slots.ConvertAll(index => _table.Arena.At(index).Key);
            }
        }

        var keys = new List<TKey>();
        for (var row = 0; keys.Count < count && Array.Exists(columns, column => row < column.Count); row++)
        {
            var across = columns.Where(column => row < column.Count).Select(column => column[row]);
            keys.AddRange(across.Take(count - keys.Count));
        }

        return keys;
    }

    private static int CountFor(int capacityEntries)
    {
        var wanted = Math.Min(Environment.ProcessorCount * 4, capacityEntries / EntriesPerStripeMin);
        return (int)BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(wanted, 1, CountMax));
    }

    /// <summary>Evicts one entry from the first other stripe that has any; the own one had none.</summary>
    private bool TryMakeRoomBeside(uint hash, int weight)
    {
        if (!TEviction.Evicts)
        {
            var before = _bounds.Entries;
            Sweep();
            return _bounds.Entries < before;
        }

        for (var i = 1u; i < _stripes.Length; i++)
        {
            if (Of(hash + i).TryEvictOne(forWeight: weight > _bounds.WeightMax - _bounds.Weight))
            {
                return true;
            }
        }

        return false;
    }

    private void Sweep(MemoryStripe<TKey, TValue, TEviction> stripe)
    {
        while (!_isStopped && !stripe.Sweep(_sweepNowUnixMs, _options.SweepBatchEntries))
        {
            // The lock is free between two batches; who waits for it goes first.
            Thread.Yield();
        }
    }

    private void Grow()
    {
        lock (_growing)
        {
            if (_bounds.Entries <= _table.Room)
            {
                return;
            }

            Array.ForEach(_stripes, stripe => stripe.Lock.Enter());
            try
            {
                _table.Grow(Math.Max(_table.Room * 2, Math.Min(_table.Room * 8, _bounds.EntriesMax)));
            }
            finally
            {
                Array.ForEach(_stripes, stripe => stripe.Lock.Exit());
            }
        }
    }
}
