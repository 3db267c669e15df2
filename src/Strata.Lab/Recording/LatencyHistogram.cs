using System.Numerics;

namespace Strata.Lab;

/// <summary>
/// How long operations took, as counts in buckets whose width grows with the value: any duration fits,
/// recording allocates nothing, and a percentile is off by less than 1 %.
/// </summary>
/// <remarks>
/// <para>
/// A duration below 128 ns has a bucket of its own. Above, every doubling is cut into 64 equal buckets, so
/// a bucket is at most 1/64 of the values in it, and its middle is within 1/128 (0.8 %) of each of them.
/// Count, sum, minimum and maximum are kept exactly.
/// </para>
/// <para>
/// One thread records at a time. Others may read meanwhile: every number they see was true at some moment,
/// but count and sum need not be of the same one.
/// </para>
/// </remarks>
public sealed class LatencyHistogram
{
    private const int BitsPerDoubling = 6;
    private const int BucketsPerDoubling = 1 << BitsPerDoubling;

    // The largest long has its highest bit at 62, so the widest bucket is 2^(62 - 6) wide.
    private const int BucketCount = (62 - BitsPerDoubling + 2) * BucketsPerDoubling;

    private readonly long[] _buckets = new long[BucketCount];
    private long _count;
    private long _sumNs;
    private long _minNs = long.MaxValue;
    private long _maxNs;

    /// <summary>How many durations were recorded.</summary>
    public long Count => _count;

    /// <summary>The sum of all durations, in nanoseconds.</summary>
    public long SumNs => _sumNs;

    /// <summary>The sum divided by the count, in nanoseconds; 0 if nothing was recorded.</summary>
    public double MeanNs => _count == 0 ? 0 : (double)_sumNs / _count;

    /// <summary>The shortest duration, exactly, in nanoseconds; 0 if nothing was recorded.</summary>
    public long MinNs => _count == 0 ? 0 : _minNs;

    /// <summary>The longest duration, exactly, in nanoseconds; 0 if nothing was recorded.</summary>
    public long MaxNs => _maxNs;

    /// <summary>Counts one duration.</summary>
    /// <param name="nanoseconds">The duration; a negative one counts as 0.</param>
    public void Record(long nanoseconds)
    {
        var value = Math.Max(0, nanoseconds);
        _buckets[BucketOf(value)]++;
        _count++;
        _sumNs += value;
        if (value < _minNs)
        {
            _minNs = value;
        }

        if (value > _maxNs)
        {
            _maxNs = value;
        }
    }

    /// <summary>Counts everything another histogram holds as if it had been recorded here.</summary>
    /// <param name="other">The histogram to read.</param>
    /// <exception cref="ArgumentNullException"><paramref name="other"/> is null.</exception>
    public void Add(LatencyHistogram other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (var i = 0; i < BucketCount; i++)
        {
            _buckets[i] += other._buckets[i];
        }

        _count += other._count;
        _sumNs += other._sumNs;
        _minNs = Math.Min(_minNs, other._minNs);
        _maxNs = Math.Max(_maxNs, other._maxNs);
    }

    /// <summary>
    /// The duration that <paramref name="percent"/> of the recorded ones do not exceed (nearest rank), in
    /// nanoseconds, within 1 %; 0 if nothing was recorded.
    /// </summary>
    /// <param name="percent">From 0, the exact minimum, to 100, the exact maximum.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="percent"/> is not between 0 and 100.
    /// </exception>
    public long PercentileNs(double percent)
    {
        ThrowUnlessPercent(percent);
        return percent switch
        {
            0 => MinNs,
            100 => MaxNs,
            _ => Math.Clamp(PercentileOf(_buckets, percent), MinNs, MaxNs),
        };
    }

    internal static int BucketOf(long value)
    {
        var shift = Math.Max(0, BitOperations.Log2((ulong)value) - BitsPerDoubling);
        return (shift << BitsPerDoubling) + (int)(value >> shift);
    }

    internal static long MiddleOf(int bucket)
    {
        var shift = Math.Max(0, (bucket >> BitsPerDoubling) - 1);
        var lowest = (long)(bucket - (shift << BitsPerDoubling)) << shift;
        return lowest + (((1L << shift) - 1) / 2);
    }

    /// <summary>Empty buckets, for <see cref="AddBucketsTo"/>.</summary>
    internal static long[] NewBuckets() => new long[BucketCount];

    /// <summary>
    /// Adds the buckets alone: what a live reader needs for the percentiles of an interval.
    /// </summary>
    internal void AddBucketsTo(long[] buckets)
    {
        for (var i = 0; i < BucketCount; i++)
        {
            buckets[i] += _buckets[i];
        }
    }

    /// <summary>A percentile of bare buckets; 0 if they are empty.</summary>
    internal static long PercentileOf(ReadOnlySpan<long> buckets, double percent)
    {
        var total = 0L;
        foreach (var bucket in buckets)
        {
            total += bucket;
        }

        // 99.9 % of 1,000 is the 999th, although 99.9 / 100 * 1000 is a little more in binary.
        var rank = Math.Max(1, (long)Math.Ceiling((percent * total / 100) - 1e-7));
        var seen = 0L;
        for (var i = 0; i < buckets.Length; i++)
        {
            seen += buckets[i];
            if (seen >= rank)
            {
                return MiddleOf(i);
            }
        }

        return 0;
    }

    private static void ThrowUnlessPercent(double percent)
    {
        if (!(percent is >= 0 and <= 100))
        {
            throw new ArgumentOutOfRangeException(
                nameof(percent), percent, "A percentile lies between 0 and 100.");
        }
    }
}
