namespace Strata;

/// <summary>
/// Remembers keys that were evicted of late, with how often they were used. A key that comes back while remembered
/// has shown that it is wanted again.
/// </summary>
/// <remarks>
/// Six bytes for each entry of the capacity: a table of buckets of eight marks, and a mark holds 16 bits of the hash, 4
/// bits of use count and 12 bits of time. The time counts additions in steps of a 256th of the capacity, so it tells
/// how long ago the key left, and wraps around after 16 capacities. A full bucket forgets its oldest mark. About one
/// look-up in ten thousand answers for another key.
/// </remarks>
internal sealed class GhostList
{
    /// <summary>The largest use count that is remembered.</summary>
    public const int UsesMax = 15;

    private const double MarksPerEntry = 1.5;
    private const int BucketSize = 8;
    private const int TicksPerCapacity = 256;
    private const int TickMask = 0xFFF;

    private readonly uint[] _marks;
    private readonly uint _buckets;
    private readonly int _additionsPerTick;
    private int _now = 1;
    private int _additionsInTick;

    /// <summary>Makes a list that remembers at least as many keys as there are entries.</summary>
    public GhostList(int capacity)
    {
        _buckets = (uint)Math.Max(1, (int)Math.Ceiling(capacity * MarksPerEntry / BucketSize));
        _marks = new uint[_buckets * BucketSize];
        _additionsPerTick = Math.Max(1, capacity / TicksPerCapacity);
    }

    /// <summary>Remembers a key.</summary>
    public void Add(uint hash, int uses)
    {
        if (++_additionsInTick >= _additionsPerTick)
        {
            _additionsInTick = 0;
            _now = _now == TickMask ? 1 : _now + 1;
        }

        var bucket = Locate(hash, out var print);
        var (place, oldest) = (0, -1);
        for (var i = 0; i < BucketSize; i++)
        {
            var mark = bucket[i];
            if (mark == 0 || mark >> 16 == print)
            {
                place = i;
                break;
            }

            if (Age(mark) > oldest)
            {
                (place, oldest) = (i, Age(mark));
            }
        }

        bucket[place] = (print << 16) | ((uint)uses << 12) | (uint)_now;
    }

    /// <summary>Forgets a key and answers its use count, or -1 if it was not remembered.</summary>
    /// <param name="hash">The hash of the key.</param>
    /// <param name="age">How many keys were added since, rounded to ticks.</param>
    public int Take(uint hash, out int age)
    {
        var bucket = Locate(hash, out var print);
        for (var i = 0; i < BucketSize; i++)
        {
            var mark = bucket[i];
            if (mark != 0 && mark >> 16 == print)
            {
                bucket[i] = 0;
                age = Age(mark) * _additionsPerTick;
                return (int)((mark >> 12) & UsesMax);
            }
        }

        age = 0;
        return -1;
    }

    public void Forget() => Array.Clear(_marks);

    private int Age(uint mark) => (_now - (int)(mark & TickMask)) & TickMask;

    /// <summary>The bucket of a key and its print. Mixed anew: the keys of a sample share some bits.</summary>
    private Span<uint> Locate(uint hash, out uint print)
    {
        hash = (hash ^ (hash >> 16)) * 0x85EBCA6B;
        hash = (hash ^ (hash >> 13)) * 0xC2B2AE35;
        hash ^= hash >> 16;
        print = hash * 0x9E3779B1 >> 16;
        return _marks.AsSpan((int)((ulong)hash * _buckets >> 32) * BucketSize, BucketSize);
    }
}
