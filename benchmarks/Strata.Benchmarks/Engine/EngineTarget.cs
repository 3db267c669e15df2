namespace Strata.Benchmarks.Engine;

/// <summary>A figure the engine is to reach.</summary>
/// <param name="What">What is to be reached.</param>
/// <param name="Unit">What the figure counts, written behind it.</param>
/// <param name="Limit">The figure to reach.</param>
/// <param name="IsAtLeast">Whether more is better.</param>
/// <param name="Measured">The figure of a run; null if the run did not measure it.</param>
internal sealed record EngineTarget(
    string What, string Unit, double Limit, bool IsAtLeast, Func<IReadOnlyList<EngineRow>, double?> Measured)
    : Target(What, Unit, Limit, IsAtLeast)
{
    private const int Small = 10_000;
    private const int Large = 1_000_000;

    /// <summary>All targets.</summary>
    public static readonly IReadOnlyList<EngineTarget> All =
    [
        AtMost("hit, 10 thousand entries, 1 thread, over ConcurrentDictionary", "×", 1.15, rows =>
            Find(rows, Operation.Hit, Names.Layer, Small)?.Ratio),
        AtMost("hit, 1 million entries, 1 thread, over ConcurrentDictionary", "×", 1.0, rows =>
            Find(rows, Operation.Hit, Names.Layer, Large)?.Ratio),
        AtMost("hit through 3 layers, more than the bare layer", "ns", 15, rows =>
            More(Find(rows, Operation.Hit, Names.ThreeLayers, Small), Find(rows, Operation.Hit, Names.Layer, Small))),
        AtMost("hit through 3 layers, allocated", "bytes", 0, rows =>
            Allocated(Find(rows, Operation.Hit, Names.ThreeLayers, Small))),
        AtMost("get-or-load hit, more than TryGet, 3 layers", "ns", 20, rows =>
            More(
                Find(rows, Operation.GetOrLoadHit, Names.ThreeLayers, Small),
                Find(rows, Operation.GetOrLoadHit, Names.ThreeLayersTryGet, Small))),
        AtMost("get-or-load hit, allocated", "bytes", 0, rows =>
            Allocated(Find(rows, Operation.GetOrLoadHit, Names.ThreeLayers, Small))),
        AtLeast("hits of 2 threads over those of 1", "×", 1.9, rows =>
            Times(Find(rows, Operation.Hit, Names.Layer, Small), Find(rows, Operation.Hit, Names.Layer, Small, 2))),
        AtMost("set over an entry, over ConcurrentDictionary's indexer", "×", 1.2, rows =>
            Find(rows, Operation.SetExisting, Names.Layer, Small)?.Ratio),
        AtLeast("mixed while evicting, 2 threads, throughput over MemoryCache", "×", 3, rows =>
            1 / Find(rows, Operation.MixedEvicting, Names.Layer, Small, 2)?.RatioToMemoryCache),
        AtMost("memory of an entry beyond key and value", "bytes", 80, rows =>
            Find(rows, MemoryCost.Name, Names.Layer, Large, 1)?.Bytes),
        AtMost("reader's p99.9 in the storm over the quiet one", "×", 3, rows =>
            Find(rows, $"{StormCost.Name} p99.9", Names.Layer, Large, 1)?.Ns
                / Find(rows, $"{StormCost.Quiet} p99.9", Names.Layer, Large, 1)?.Ns),
    ];

    private static EngineTarget AtMost(
        string what, string unit, double limit, Func<IReadOnlyList<EngineRow>, double?> measured) =>
        new(what, unit, limit, IsAtLeast: false, measured);

    private static EngineTarget AtLeast(
        string what, string unit, double limit, Func<IReadOnlyList<EngineRow>, double?> measured) =>
        new(what, unit, limit, IsAtLeast: true, measured);

    /// <summary>A tenth of a byte is what a timer or a meeting of threads allocates, spread over a turn.</summary>
    private static double? Allocated(EngineRow? row) => row is null ? null : Math.Round(row.Bytes, 1);

    /// <summary>The median over the rounds of how many nanoseconds more one needed.</summary>
    private static double? More(EngineRow? row, EngineRow? other) =>
        row is null || other is null ? null : Median(row.Turns.Zip(other.Turns, (a, b) => a.Ns - b.Ns));

    /// <summary>The median over the rounds of how many times as long one needed.</summary>
    private static double? Times(EngineRow? row, EngineRow? other) =>
        row is null || other is null ? null : Median(row.Turns.Zip(other.Turns, (a, b) => a.Ns / b.Ns));

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    private static EngineRow? Find(
        IReadOnlyList<EngineRow> rows, Operation operation, string contender, int entries, int threads = 1) =>
        Find(rows, operation.Name(), contender, entries, threads);

    private static EngineRow? Find(
        IReadOnlyList<EngineRow> rows, string measure, string contender, int entries, int threads) =>
        rows.FirstOrDefault(row => row.Measure == measure && row.Contender == contender && row.Entries == entries
            && row.Threads == threads && row.Key == KeyKind.Text);
}
