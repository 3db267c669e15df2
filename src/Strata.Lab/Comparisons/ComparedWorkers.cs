namespace Strata.Lab.Comparisons;

/// <summary>What both caches did for so many workers at once.</summary>
internal sealed record ComparedWorkers
{
    /// <summary>The workers.</summary>
    public required int Workers { get; init; }

    /// <summary>Their operations: times as a worker saw them, throughput of all together.</summary>
    public required ComparedOperation Operations { get; init; }

    /// <summary>Contention of the one-lock cache, all rounds together.</summary>
    public required LockContention ContentionBefore { get; init; }

    /// <summary>Contention of the memory layer, all rounds together.</summary>
    public required LockContention ContentionAfter { get; init; }

    /// <summary>Operations of all workers in all rounds.</summary>
    public required long OperationsDone { get; init; }

    /// <summary>By how many percent there was less contention; null if there was none before.</summary>
    public double? ContentionReductionPercent => LockContention.Reduction(ContentionBefore, ContentionAfter);
}
