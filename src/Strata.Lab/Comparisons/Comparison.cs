using Strata.Lab.Sampling;

namespace Strata.Lab.Comparisons;

/// <summary>All that one run of <c>strata compare</c> found out; what was not reached is null.</summary>
internal sealed record Comparison
{
    /// <summary>Where it was measured.</summary>
    public required MachineFacts Machine { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>How it was measured.</summary>
    public required CompareMethod Method { get; init; }

    /// <summary>Whether it was stopped before its end.</summary>
    public bool Interrupted { get; init; }

    /// <summary>Gets, sets and the mix, on one thread.</summary>
    public IReadOnlyList<ComparedOperation>? Operations { get; init; }

    /// <summary>The mix of many workers at once.</summary>
    public IReadOnlyList<ComparedWorkers>? Workers { get; init; }

    /// <summary>Giving back the memory of expired entries: a time is a whole clean-up.</summary>
    public ComparedOperation? CleanUp { get; init; }

    /// <summary>The published claims, and whether they were borne out.</summary>
    public IReadOnlyList<Claim>? Claims { get; init; }
}
