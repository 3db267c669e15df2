using System.Numerics;

namespace Strata;

/// <summary>
/// Remembers keys that were evicted of late, by a mark of 32 bits each. A key that comes back while remembered
/// has shown that it is wanted again.
/// </summary>
/// <remarks>
/// A table of buckets of eight marks. A mark holds 16 bits of the hash, and 16 bits that tell when it was made,
/// counted in steps of a fraction of the list's length; older than the length is forgotten. A full bucket
/// gives up its oldest mark. Two keys are taken for one in about one case of ten thousand.
/// </remarks>
internal struct GhostList
{
    private const int Ways = 8;
    private const int StepsPerLength = 1024;

    private readonly uint[] _marks;
    private readonly int _bucketShift;
    private int _length;
    private int _stepEvery;
    private int _untilStep;
    private ushort _now;

    /// <summary>Makes a list for at most so many keys.</summary>
    public GhostList(int lengthMax)
    {
        var buckets = BitOperations.RoundUpToPowerOf2((uint)Math.Max(1, (lengthMax + (lengthMax / 4) + Ways - 1) / Ways));
        _marks = new uint[buckets * Ways];
        _bucketShift = 32 - BitOperations.Log2(buckets);
        _now = 1;
        SetLength(lengthMax);
    }

    /// <summary>How many of the latest keys are remembered.</summary>
    public void SetLength(int length)
    {
        _length = Math.Max(1, length);
        _stepEvery = Math.Max(1, _length / StepsPerLength);
        _untilStep = Math.Min(_untilStep, _stepEvery);
    }

    /// <summary>Remembers a key.</summary>
    public void Add(uint hash)
    {
        if (--_untilStep <= 0)
        {
            _untilStep = _stepEvery;
            if (++_now == 0)
            {
                Forget();
                _now = 1;
            }
        }

        var bucket = BucketOf(hash);
        var mark = MarkOf(hash);
        var oldest = 0;
        for (var i = 0; i < Ways; i++)
        {
            if (bucket[i] >> 16 == mark)
            {
                oldest = i;
                break;
            }

            if ((ushort)bucket[i] < (ushort)bucket[oldest])
            {
                oldest = i;
            }
        }

        bucket[oldest] = (mark << 16) | _now;
    }

    /// <summary>Whether a key is remembered; it is forgotten then.</summary>
    public bool Take(uint hash)
    {
        var bucket = BucketOf(hash);
        var mark = MarkOf(hash);
        for (var i = 0; i < Ways; i++)
        {
            if (bucket[i] >> 16 == mark && (ushort)bucket[i] != 0)
            {
                var age = (_now - (ushort)bucket[i]) * _stepEvery;
                bucket[i] = 0;
                return age <= _length;
            }
        }

        return false;
    }

    public void Forget() => Array.Clear(_marks);

    private readonly Span<uint> BucketOf(uint hash)
    {
        // The low bits chose the stripe and the mark takes the rest: a product spreads all of them.
        var bucket = (int)((ulong)(hash * 0x9E3779B1u) >> _bucketShift);
        return _marks.AsSpan((_bucketShift == 32 ? 0 : bucket) * Ways, Ways);
    }

    private static uint MarkOf(uint hash) => hash * 0x85EBCA6Bu >> 16;
}
