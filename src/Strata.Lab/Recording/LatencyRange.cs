using System.Diagnostics.CodeAnalysis;

namespace Strata.Lab;

/// <summary>
/// Count, sum, minimum and maximum of durations: what one second keeps instead of a histogram.
/// </summary>
[SuppressMessage("Performance", "CA1815", Justification = "A tally is read, not compared.")]
public struct LatencyRange
{
    private long _minNs;

    /// <summary>A range that holds no duration yet.</summary>
    internal static LatencyRange Empty => new() { _minNs = long.MaxValue };

    /// <summary>How many durations.</summary>
    public long Count { get; private set; }

    /// <summary>Their sum, in nanoseconds.</summary>
    public long SumNs { get; private set; }

    /// <summary>The shortest, in nanoseconds; 0 if there is none.</summary>
    public readonly long MinNs => Count == 0 ? 0 : _minNs;

    /// <summary>The longest, in nanoseconds; 0 if there is none.</summary>
    public long MaxNs { get; private set; }

    internal void Record(long ns)
    {
        Count++;
        SumNs += ns;
        _minNs = Math.Min(_minNs, ns);
        MaxNs = Math.Max(MaxNs, ns);
    }

    internal void Add(in LatencyRange other)
    {
        Count += other.Count;
        SumNs += other.SumNs;
        _minNs = Math.Min(_minNs, other._minNs);
        MaxNs = Math.Max(MaxNs, other.MaxNs);
    }
}
