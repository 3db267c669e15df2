using System.Runtime.CompilerServices;

namespace Strata.Lab.Sampling;

/// <summary>
/// Times calls that are shorter than reading the clock: so many of them in a row make one sample, the same loop
/// without them is taken away, and what is left is divided by their number.
/// </summary>
/// <remarks>
/// A sample is (t − e) / n: t the time of n calls in a loop, e the median time of the loop alone with the two
/// readings of the clock around it. So a sample is the mean of n calls: a single slow call shows as an n-th of
/// itself, and a call of almost no cost can come out a little below zero. One thread uses a sampler.
/// </remarks>
internal sealed class BatchSampler
{
    private const int EmptyBatches = 101;

    private readonly string[] _asked;
    private readonly TimeProvider _clock;
    private readonly double _nsPerTick;
    private long _kept;
    private int _next;

    /// <summary>Makes a sampler.</summary>
    /// <param name="asked">The keys of the calls, walked through again and again; a power of two of them.</param>
    /// <param name="callsPerSample">How many calls make a sample.</param>
    /// <param name="clock">What times them.</param>
    /// <param name="start">Where among the keys to begin.</param>
    public BatchSampler(string[] asked, int callsPerSample, TimeProvider clock, int start = 0)
    {
        if (asked.Length == 0 || (asked.Length & (asked.Length - 1)) != 0)
        {
            throw new ArgumentException("The number of keys must be a power of two.", nameof(asked));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(callsPerSample, 1);
        _asked = asked;
        CallsPerSample = callsPerSample;
        _clock = clock;
        _nsPerTick = 1e9 / clock.TimestampFrequency;
        _next = start;
    }

    /// <summary>How many calls make a sample.</summary>
    public int CallsPerSample { get; }

    /// <summary>Makes at least so many calls without recording them.</summary>
    public void WarmUp<TProbe>(TProbe probe, int calls)
        where TProbe : struct, IProbe
    {
        for (var made = 0L; made < calls; made += CallsPerSample)
        {
            TimeBatch(ref probe);
        }
    }

    /// <summary>
    /// Fills a span with samples, in nanoseconds a call, the empty loop of this moment taken away.
    /// </summary>
    /// <returns>The time of an empty batch, in nanoseconds: the loop and two readings of the clock.</returns>
    public double Sample<TProbe>(TProbe probe, Span<double> samples)
        where TProbe : struct, IProbe
    {
        var emptyNs = EmptyBatchNs();
        Sample(probe, samples, emptyNs);
        return emptyNs;
    }

    /// <summary>The same with an empty batch that was timed before.</summary>
    public void Sample<TProbe>(TProbe probe, Span<double> samples, double emptyNs)
        where TProbe : struct, IProbe
    {
        foreach (ref var sample in samples)
        {
            sample = (TimeBatch(ref probe) - emptyNs) / CallsPerSample;
        }
    }

    /// <summary>How long an empty batch takes, in nanoseconds: the median of a hundred.</summary>
    public double EmptyBatchNs()
    {
        Span<double> empty = stackalloc double[EmptyBatches];
        var probe = default(EmptyProbe);
        foreach (ref var batch in empty)
        {
            batch = TimeBatch(ref probe);
        }

        empty.Sort();
        return empty[EmptyBatches / 2];
    }

    /// <summary>What two readings of a clock cost, one right after the other, in nanoseconds: the median.</summary>
    public static double TwoReadingsNs(TimeProvider clock)
    {
        Span<double> readings = stackalloc double[EmptyBatches];
        foreach (ref var reading in readings)
        {
            var first = clock.GetTimestamp();
            reading = (clock.GetTimestamp() - first) * (1e9 / clock.TimestampFrequency);
        }

        readings.Sort();
        return readings[EmptyBatches / 2];
    }

    private double TimeBatch<TProbe>(ref TProbe probe)
        where TProbe : struct, IProbe
    {
        var started = _clock.GetTimestamp();
        _kept += RunBatch(ref probe, _asked, _next, CallsPerSample);
        var ended = _clock.GetTimestamp();
        _next += CallsPerSample;
        return (ended - started) * _nsPerTick;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long RunBatch<TProbe>(ref TProbe probe, string[] asked, int next, int calls)
        where TProbe : struct, IProbe
    {
        var sum = 0L;
        for (var i = 0; i < calls; i++)
        {
            var position = (next + i) & (asked.Length - 1);
            sum += probe.Run(asked[position], position);
        }

        return sum;
    }
}
