using Strata.Lab.Sampling;

namespace Strata.Lab.Profiles;

/// <summary>What one part of a hit costs, alone.</summary>
internal sealed record ComponentTime
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>How it relates to a hit.</summary>
    public required ComponentRole Role { get; init; }

    /// <summary>Its time a call.</summary>
    public required SampleSummary Time { get; init; }

    /// <summary>Its median in percent of that of the whole get.</summary>
    public double PercentOfGet { get; init; }

    /// <summary>The 95th percentile of the published study, in nanoseconds; null if it has none.</summary>
    public double? PublishedP95Ns { get; init; }
}
