namespace Strata.Lab.Comparisons;

/// <summary>What one run of <c>strata compare</c> is asked to do.</summary>
public sealed record CompareOptions
{
    /// <summary>Operations of each kind in a round, 100 to 1,000,000, rounded down to tens. Default 10,000, the
    /// reference's.</summary>
    public int Operations { get; init; } = 10_000;

    /// <summary>
    /// How many workers at once, in turn, each 1 to 1,024. Default 10, 50 and 100, the reference's.
    /// </summary>
    public IReadOnlyList<int> Workers { get; init; } = WorkersDefault;

    /// <summary>Operations of each worker in a round, 10 to 100,000, rounded down to tens. Default 1,000, the
    /// reference's.</summary>
    public int WorkerOperations { get; init; } = 1_000;

    /// <summary>Whether fewer rounds are made, for a glance. Default false.</summary>
    public bool Quick { get; init; }

    /// <summary>Where all figures go as JSON; null for nowhere.</summary>
    public string? Json { get; init; }

    /// <summary>The most operations of a kind.</summary>
    public const int OperationsMax = 1_000_000;

    /// <summary>The fewest operations of a kind.</summary>
    public const int OperationsMin = 100;

    /// <summary>The most workers.</summary>
    public const int WorkersMax = 1_024;

    /// <summary>The most operations of a worker.</summary>
    public const int WorkerOperationsMax = 100_000;

    /// <summary>The fewest operations of a worker: a sample.</summary>
    public const int WorkerOperationsMin = 10;

    /// <summary>The numbers of workers when nothing is said.</summary>
    public static IReadOnlyList<int> WorkersDefault { get; } = [10, 50, 100];
}
