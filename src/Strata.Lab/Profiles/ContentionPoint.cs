using Strata.Lab.Sampling;

namespace Strata.Lab.Profiles;

/// <summary>Gets of so many threads at once from the same layer.</summary>
internal sealed record ContentionPoint
{
    /// <summary>The threads.</summary>
    public required int Threads { get; init; }

    /// <summary>Gets a second of all of them together; the median of the rounds.</summary>
    public required double GetsPerSecond { get; init; }

    /// <summary>How many cores' time the process got meanwhile; the median of the rounds.</summary>
    public required double CoresUsed { get; init; }

    /// <summary>The time of a get as its thread sees it, waiting for a core included.</summary>
    public required SampleSummary Get { get; init; }

    /// <summary>The 95th percentile of the published study, in nanoseconds; null if it has none.</summary>
    public double? PublishedP95Ns => Threads switch
    {
        1 or 2 => 458,
        4 or 8 => 500,
        _ => null,
    };

    /// <summary>The mean of the published study, in nanoseconds; null if it has none.</summary>
    public double? PublishedMeanNs => Threads == 8 ? 1_111 : null;
}
