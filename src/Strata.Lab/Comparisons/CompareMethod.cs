namespace Strata.Lab.Comparisons;

/// <summary>How a comparison was measured.</summary>
internal sealed record CompareMethod
{
    private const int SampleOperations = 10;

    /// <summary>Operations of each kind in a round.</summary>
    public required int Operations { get; init; }

    /// <summary>Operations of each worker in a round.</summary>
    public required int WorkerOperations { get; init; }

    /// <summary>Operations in a sample: few, so that a slow one still shows.</summary>
    public int OperationsPerSample { get; } = SampleOperations;

    /// <summary>How often each is measured, in turn with the other.</summary>
    public required int Rounds { get; init; }

    /// <summary>How often each cleans up.</summary>
    public required int CleanUpRounds { get; init; }

    /// <summary>Milliseconds of operations before the first round, at least.</summary>
    public required int WarmUpMs { get; init; }

    /// <summary>Entries of both caches.</summary>
    public int Entries { get; } = ComparedEntries.Count;

    /// <summary>Entries of the clean-up, half of them expired.</summary>
    public int CleanUpEntries { get; } = ComparedEntries.CleanUpCount;

    /// <summary>Percent of gets in the mix.</summary>
    public int GetPercent { get; } = ComparedMixProbe<ComparedOneLock>.GetPercent;

    /// <summary>The seed of the keys and of the order of gets and sets.</summary>
    public int Seed { get; } = 1;

    /// <summary>The method of a run.</summary>
    public static CompareMethod Of(CompareOptions options) => new()
    {
        Operations = options.Operations / SampleOperations * SampleOperations,
        WorkerOperations = options.WorkerOperations / SampleOperations * SampleOperations,
        Rounds = options.Quick ? 7 : 51,
        CleanUpRounds = options.Quick ? 3 : 21,
        WarmUpMs = options.Quick ? 400 : 1_500,
    };
}
