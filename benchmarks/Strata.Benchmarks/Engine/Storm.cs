using Strata.Lab;

namespace Strata.Benchmarks.Engine;

/// <summary>What was seen of a storm.</summary>
internal sealed class Storm
{
    /// <summary>The reader's latencies before it.</summary>
    public LatencyHistogram Quiet { get; } = new();

    /// <summary>The reader's latencies from the deadline until everything was given back, a second at least.</summary>
    public LatencyHistogram During { get; } = new();

    /// <summary>When nothing that had expired was held any more; null if that was not seen.</summary>
    public TimeSpan? GivenBackAfter { get; set; }

    /// <summary>The process's threads just before.</summary>
    public int ThreadsBefore { get; set; }

    /// <summary>The most at any moment during it.</summary>
    public int ThreadsMost { get; set; }
}
