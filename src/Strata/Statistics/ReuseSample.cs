namespace Strata;

/// <summary>
/// A sample of the requests from which can be told what hit ratio other capacities would have brought.
/// </summary>
/// <remarks>
/// <para>
/// <b>Idea.</b> A cache of N entries that lets the least recently used one go hits exactly those requests between
/// which and the previous one for the same key fewer than N other keys were asked for. So one count of these
/// distances answers for every N. Looking at the keys with a small hash only, and multiplying what is found,
/// gives nearly the same count at a fraction of the cost.
/// </para>
/// <para>
/// <b>How.</b> Each sampled key has a place on a line, the latest last; a binary indexed tree counts the places
/// taken behind it. When the line is full, or holds more keys than <see cref="KeysMax"/>, places are numbered anew
/// and the oldest keys dropped: the longest distances are then not seen, and count as misses.
/// </para>
/// <para>Source: Waldspurger et al., "Efficient MRC Construction with SHARDS", FAST 2015.</para>
/// </remarks>
internal sealed class ReuseSample(int capacityEntries)
{
    private const int KeysMax = 16_384;
    private const int Places = 4 * KeysMax;
    private const int StepsPerDoubling = 8;
    private const int Reach = 16;

    private readonly Lock _lock = new();
    private readonly Dictionary<uint, int> _placeOf = [];
    private readonly int[] _tree = new int[Places + 1];
    private readonly long[] _distances = new long[40 * StepsPerDoubling];
    private readonly double _scale = Math.Max(1.0, (double)capacityEntries * Reach / KeysMax);
    private int _last;
    private long _seen;

    /// <summary>Keys whose hash lies below this are sampled, so that a reach of several capacities fits.</summary>
    public uint SampleBelow { get; } =
        (uint)(uint.MaxValue / Math.Max(1.0, (double)capacityEntries * Reach / KeysMax));

    /// <summary>Notes a request for a key.</summary>
    public void Add(uint hash)
    {
        if (hash >= SampleBelow)
        {
            return;
        }

        lock (_lock)
        {
            _seen++;
            if (_last == Places)
            {
                Renumber();
            }

            if (_placeOf.TryGetValue(hash, out var place))
            {
                var distance = (CountUpTo(_last) - CountUpTo(place) + 1) * _scale;
                _distances[StepOf(distance)]++;
                Count(place, -1);
            }

            _placeOf[hash] = ++_last;
            Count(_last, 1);
        }
    }

    /// <summary>How many requests were seen.</summary>
    public long Seen
    {
        get
        {
            lock (_lock)
            {
                return _seen;
            }
        }
    }

    /// <summary>
    /// The share of the requests seen that a cache of so many entries would have hit; 0 before the first.
    /// </summary>
    public double HitRatioAt(long entries)
    {
        lock (_lock)
        {
            var hits = 0.0;
            for (var step = 0; step < _distances.Length; step++)
            {
                // A step across the capacity counts for the share of it that lies below.
                var from = step == 0 ? 0 : UpTo(step - 1);
                var to = UpTo(step);
                hits += _distances[step] * Math.Clamp((entries - from) / (to - from), 0, 1);
            }

            return _seen == 0 ? 0 : hits / _seen;
        }
    }

    private static int StepOf(double distance) =>
        Math.Max(0, (int)Math.Ceiling(Math.Log2(distance) * StepsPerDoubling));

    private static double UpTo(int step) => Math.Pow(2, (double)step / StepsPerDoubling);

    private void Count(int place, int change)
    {
        for (; place <= Places; place += place & -place)
        {
            _tree[place] += change;
        }
    }

    private int CountUpTo(int place)
    {
        var count = 0;
        for (; place > 0; place -= place & -place)
        {
            count += _tree[place];
        }

        return count;
    }

    private void Renumber()
    {
        var kept = _placeOf.OrderBy(pair => pair.Value).Skip(Math.Max(0, _placeOf.Count - KeysMax)).ToArray();
        _placeOf.Clear();
        Array.Clear(_tree);
        _last = 0;
        foreach (var (hash, _) in kept)
        {
            _placeOf[hash] = ++_last;
            Count(_last, 1);
        }
    }
}
