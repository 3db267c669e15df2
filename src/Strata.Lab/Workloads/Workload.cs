namespace Strata.Lab.Workloads;

/// <summary>
/// What is asked: how many workers, how many operations, which ids, how many of them reads.
/// </summary>
public sealed record Workload
{
    /// <summary>The lowest passenger id.</summary>
    public const int FirstId = 4;

    /// <summary>How many passengers there are.</summary>
    public const int PassengerCount = 34_996;

    /// <summary>The largest pool ids are drawn from unless the whole range is asked for.</summary>
    public const int PoolMax = 10_000;

    /// <summary>Concurrent workers.</summary>
    public required int Workers { get; init; }

    /// <summary>Operations for each worker.</summary>
    public required long OperationsPerWorker { get; init; }

    /// <summary>The time after which every worker stops, whatever it has done; null for none.</summary>
    public TimeSpan? DurationMax { get; init; }

    /// <summary>Share of reads, in percent, 0 to 100.</summary>
    public required int ReadPercent { get; init; }

    /// <summary>How many ids are drawn from, beginning with <see cref="FirstId"/>, all alike.</summary>
    public required int PoolSize { get; init; }

    /// <summary>Where the random sequences begin; the same seed gives the same operations.</summary>
    public required long Seed { get; init; }

    /// <summary>The operations of one worker.</summary>
    /// <param name="worker">The worker's number, from 0.</param>
    internal OperationSequence SequenceOf(int worker) => new(this, worker);
}
