namespace Strata.Benchmarks.Engine;

/// <summary>Prints what a run has found: peers stand beside ours.</summary>
internal static class EngineReport
{
    private const int NameWidth = 32;
    private const int CellWidth = 21;

    /// <summary>How the tables are to be read.</summary>
    public static void PrintLegend()
    {
        Console.WriteLine("Each cell: median ns an operation (all threads together), ± half the distance of the");
        Console.WriteLine("quartiles, and the ratio to ConcurrentDictionary in the same rounds. bytes: allocated an");
        Console.WriteLine("operation, in the first column.");
    }

    /// <summary>A table for each operation and kind of keys.</summary>
    public static void PrintOperations(IEnumerable<EngineRow> rows)
    {
        foreach (var table in rows.GroupBy(row => (row.Measure, row.Key)))
        {
            PrintOperation(table.Key.Measure, table.Key.Key, [.. table]);
        }
    }

    /// <summary>The stacks of layers, with the reference.</summary>
    public static void PrintLayers(IReadOnlyList<EngineRow> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }

        var kinds = rows.Select(row => row.Contender).Distinct().ToArray();
        Console.WriteLine();
        Console.WriteLine($"{LayerCost.Name}: ns and bytes an operation; {LayerCost.Entries:N0} string keys");
        Console.WriteLine(
            "reference: published for a layered cache in Go over mock layers, on another machine; ns and allocations");
        Console.WriteLine(
            $"{"",-36}{string.Concat(kinds.Select(kind => $"{kind,26}"))}{"reference",20}");
        foreach (var experiment in LayerExperiments.All)
        {
            var cells = kinds.Select(kind => rows.FirstOrDefault(
                row => row.Contender == kind && row.Measure == $"{LayerCost.Name}: {experiment.Name}"));
            var reference = double.IsNaN(experiment.ReferenceNs) ? ""
                : experiment.ReferenceAllocations is { } count ? $"{experiment.ReferenceNs:N0} ns, {count} alloc"
                : $"{experiment.ReferenceNs:N0} ns";
            Console.WriteLine(
                $"{experiment.Name,-36}"
                + string.Concat(cells.Select(row => $"{(row is null ? "" : $"{row.Ns:N0} ns, {row.Bytes:N0} B"),26}"))
                + $"{reference,20}");
        }
    }

    /// <summary>The memory of an entry.</summary>
    public static void PrintMemory(IReadOnlyList<EngineRow> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }

        var sizes = rows.Select(row => row.Entries).Distinct().ToArray();
        Console.WriteLine();
        Console.WriteLine(
            $"{MemoryCost.Name}: bytes an entry beyond key and value, both strings of 16 characters; with a deadline");
        Console.WriteLine($"{"entries",-NameWidth}{string.Concat(sizes.Select(size => $"{size,14:N0}"))}");
        foreach (var contender in rows.GroupBy(row => row.Contender))
        {
            var cells = contender.Select(row => $"{row.Bytes,14:N1}");
            Console.WriteLine($"{contender.Key,-NameWidth}{string.Concat(cells)}");
        }
    }

    /// <summary>What was to be reached and what was.</summary>
    public static void PrintTargets(IReadOnlyList<EngineRow> rows)
    {
        var measured = EngineTarget.All
            .Select(target => (Target: (Target)target, Figure: target.Measured(rows)))
            .Where(pair => pair.Figure is not null)
            .Select(pair => (pair.Target, pair.Figure!.Value))
            .ToArray();
        if (measured.Length > 0)
        {
            Target.Print(measured);
        }
    }

    private static void PrintOperation(string measure, string key, EngineRow[] rows)
    {
        var columns = rows.Select(row => (row.Entries, row.Threads)).Distinct().Order().ToArray();
        var isEvicting = Enum.GetValues<Operation>().Any(o => o.IsEvicting() && o.Name() == measure);
        Console.WriteLine();
        Console.WriteLine($"{measure}, {key} keys");
        var heads = columns.Select(c => $"{c.Entries:N0}, {c.Threads}".PadLeft(CellWidth));
        Console.WriteLine(
            $"{"entries, threads",-NameWidth}{string.Concat(heads)}"
            + $"{"bytes",9}{(isEvicting ? "  over MemoryCache" : "")}");
        foreach (var contender in rows.GroupBy(row => row.Contender))
        {
            var cells = columns.Select(c => Cell(contender.Single(row => (row.Entries, row.Threads) == c)));
            var bytes = contender.First(row => (row.Entries, row.Threads) == columns[0]).Bytes;
            var peer = contender.Last().RatioToMemoryCache is { } ratio && isEvicting ? $"{ratio,18:N2}" : "";
            Console.WriteLine($"{contender.Key,-NameWidth}{string.Concat(cells)}{bytes,9:N1}{peer}");
        }

        if (isEvicting)
        {
            Console.WriteLine($"{Names.Dictionary} keeps no bound here: the floor, not a cache.");
        }
    }

    private static string Cell(EngineRow row) =>
        $"{row.Ns,8:N1} ±{100 * row.Spread,2:N0}%{row.Ratio,7:N2}".PadLeft(CellWidth);
}
