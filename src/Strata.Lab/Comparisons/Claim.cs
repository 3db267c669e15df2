namespace Strata.Lab.Comparisons;

/// <summary>A published claim of what a cache without the one lock brings, and what was found here.</summary>
internal sealed record Claim
{
    // What the study claims at least.
    private const double ThroughputFactorMin = 3;
    private const double P99LowerPercentMin = 60;
    private const double CleanUpFactorMin = 2;
    private const double ContentionLowerPercentMin = 90;

    /// <summary>What is claimed to improve.</summary>
    public required string Name { get; init; }

    /// <summary>The claim.</summary>
    public required string Published { get; init; }

    /// <summary>The least that would bear it out.</summary>
    public required double PublishedMin { get; init; }

    /// <summary>"factor" or "percent".</summary>
    public required string Unit { get; init; }

    /// <summary>
    /// The figures here, one for each number of workers; null where there was nothing to improve.
    /// </summary>
    public required IReadOnlyList<double?> Here { get; init; }

    /// <summary>Whether they bear it out.</summary>
    public ClaimVerdict Verdict
    {
        get
        {
            var known = Here.OfType<double>().ToArray();
            var reached = known.Count(figure => figure >= PublishedMin);
            return known.Length == 0 ? ClaimVerdict.NothingToCompare
                : reached == known.Length ? ClaimVerdict.Reached
                : reached > 0 ? ClaimVerdict.InPart
                : ClaimVerdict.NotReached;
        }
    }

    /// <summary>The four claims, held against what was measured.</summary>
    public static IReadOnlyList<Claim> Of(IReadOnlyList<ComparedWorkers> workers, ComparedOperation cleanUp) =>
    [
        new()
        {
            Name = "throughput",
            Published = "3–5×",
            PublishedMin = ThroughputFactorMin,
            Unit = "factor",
            Here =
            [
                .. workers.Select(w => Factor(
                    w.Operations.After.OperationsPerSecond, w.Operations.Before.OperationsPerSecond)),
            ],
        },
        new()
        {
            Name = "p99 lower by",
            Published = "60–80 %",
            PublishedMin = P99LowerPercentMin,
            Unit = "percent",
            Here = [.. workers.Select(w => (double?)w.Operations.Improvement.P99Percent)],
        },
        new()
        {
            Name = "clean-up faster",
            Published = "2–4×",
            PublishedMin = CleanUpFactorMin,
            Unit = "factor",
            Here = [Factor(cleanUp.Before.Time.P50Ns, cleanUp.After.Time.P50Ns)],
        },
        new()
        {
            Name = "contention lower by",
            Published = "90 %",
            PublishedMin = ContentionLowerPercentMin,
            Unit = "percent",
            Here = [.. workers.Select(w => w.ContentionReductionPercent)],
        },
    ];

    private static double? Factor(double better, double worse) => worse > 0 ? better / worse : null;
}
