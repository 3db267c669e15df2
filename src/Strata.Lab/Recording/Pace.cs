namespace Strata.Lab;

/// <summary>
/// How many operations ended in each short span of a run: a fixed number of spans, all of one width, which
/// doubles whenever the run outgrows them. Recording is one addition and allocates nothing.
/// </summary>
public sealed class Pace
{
    private const int SpanCount = 4_096;

    private readonly long _startTimestamp;
    private readonly double _secondsPerTick;
    private readonly long[] _counts = new long[SpanCount];
    private int _shift;

    /// <summary>Makes a pace whose first span begins with the run.</summary>
    /// <param name="clock">The clock whose timestamps will be passed.</param>
    /// <param name="startTimestamp">Its timestamp when the run began.</param>
    /// <exception cref="ArgumentNullException"><paramref name="clock"/> is null.</exception>
    public Pace(TimeProvider clock, long startTimestamp)
    {
        ArgumentNullException.ThrowIfNull(clock);
        _startTimestamp = startTimestamp;
        _secondsPerTick = 1.0 / clock.TimestampFrequency;

        // The first width is the largest power of two of ticks that is no longer than 2 ms.
        _shift = Math.Max(0, System.Numerics.BitOperations.Log2((ulong)(clock.TimestampFrequency / 500)));
    }

    /// <summary>The width of a span, in seconds.</summary>
    public double SpanSeconds => (1L << _shift) * _secondsPerTick;

    /// <summary>The operations of each span, from the first to the last in which any ended.</summary>
    public ReadOnlySpan<long> Counts => _counts.AsSpan(0, Array.FindLastIndex(_counts, count => count > 0) + 1);

    /// <summary>Counts one operation.</summary>
    /// <param name="endTimestamp">When it ended.</param>
    public void Record(long endTimestamp)
    {
        var span = Math.Max(0, endTimestamp - _startTimestamp) >> _shift;
        while (span >= SpanCount)
        {
            Widen();
            span >>= 1;
        }

        _counts[span]++;
    }

    /// <summary>Counts everything another pace of the same run holds.</summary>
    /// <param name="other">The pace to read.</param>
    /// <exception cref="ArgumentNullException"><paramref name="other"/> is null.</exception>
    public void Add(Pace other)
    {
        ArgumentNullException.ThrowIfNull(other);
        while (_shift < other._shift)
        {
            Widen();
        }

        for (var i = 0; i < SpanCount; i++)
        {
            _counts[i >> (_shift - other._shift)] += other._counts[i];
        }
    }

    private void Widen()
    {
        for (var i = 0; i < SpanCount / 2; i++)
        {
            _counts[i] = _counts[2 * i] + _counts[(2 * i) + 1];
        }

        Array.Clear(_counts, SpanCount / 2, SpanCount / 2);
        _shift++;
    }
}
