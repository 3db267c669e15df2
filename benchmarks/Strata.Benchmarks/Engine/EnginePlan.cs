namespace Strata.Benchmarks.Engine;

/// <summary>What a run measures, and how long it takes for it.</summary>
internal sealed record EnginePlan
{
    /// <summary>The operations to measure, in the order of the enumeration.</summary>
    public IReadOnlyList<Operation> Operations { get; init; } = Enum.GetValues<Operation>();

    /// <summary>How many entries the stores hold.</summary>
    public IReadOnlyList<int> Entries { get; init; } = [10_000, 100_000, 1_000_000];

    /// <summary>How many threads work together.</summary>
    public IReadOnlyList<int> Threads { get; init; } = [1, 2];

    /// <summary>The kinds of keys.</summary>
    public IReadOnlyList<string> Keys { get; init; } = KeyKind.All;

    /// <summary>Leaves out a combination of operation, entries, threads and kind of keys; default none.</summary>
    public Func<Operation, int, int, string, bool> Leaves { get; init; } = static (_, _, _, _) => false;

    /// <summary>Whether stacks of layers are measured.</summary>
    public bool Layers { get; init; } = true;

    /// <summary>How many entries expire together in the storm; 0 leaves it out.</summary>
    public int StormEntries { get; init; } = 1_000_000;

    /// <summary>How long a reader is watched before the storm.</summary>
    public TimeSpan QuietTime { get; init; } = TimeSpan.FromSeconds(1.5);

    /// <summary>How many entries the memory is measured with; none leaves it out.</summary>
    public IReadOnlyList<int> MemoryEntries { get; init; } = [10_000, 1_000_000];

    /// <summary>Rounds that count.</summary>
    public int Rounds { get; init; } = 13;

    /// <summary>
    /// How long the reference works in one turn: short, so that most turns are over before another process is given
    /// the processor.
    /// </summary>
    public TimeSpan TurnTime { get; init; } = TimeSpan.FromMilliseconds(4);

    /// <summary>How long the compiler must have been still before the rounds begin.</summary>
    public TimeSpan Stillness { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>What a run without arguments measures: the middle size with one kind of keys only.</summary>
    public static EnginePlan Whole { get; } = new()
    {
        Leaves = static (_, entries, _, kind) => entries == 100_000 && kind != KeyKind.Text,
    };

    /// <summary>The heart of it, in less than a minute.</summary>
    public static EnginePlan Quick { get; } = new()
    {
        Operations =
            [Operation.Hit, Operation.GetOrLoadHit, Operation.SetExisting, Operation.MixedEvicting],
        Entries = [10_000, 1_000_000],
        Keys = [KeyKind.Text],
        Leaves = static (operation, entries, threads, _) =>
            (operation == Operation.MixedEvicting && (entries > 10_000 || threads == 1))
            || (operation is Operation.GetOrLoadHit or Operation.SetExisting && (entries > 10_000 || threads > 1)),
        Layers = false,
        StormEntries = 0,
        MemoryEntries = [1_000_000],
    };

    /// <summary>Everything with tiny sizes: whether it runs, not how fast.</summary>
    public static EnginePlan Smoke { get; } = new()
    {
        Entries = [100],
        StormEntries = 1_000,
        QuietTime = TimeSpan.FromMilliseconds(50),
        MemoryEntries = [100],
        Rounds = 1,
        TurnTime = TimeSpan.FromTicks(500),
        Stillness = TimeSpan.Zero,
    };
}
