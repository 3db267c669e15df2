namespace Strata.Benchmarks.Engine;

/// <summary>
/// Measures the memory engine beside its peers: operations, stacks of layers, a storm of expiries, and memory.
/// </summary>
internal static class EngineCost
{
    /// <summary>Runs a plan, prints what it found and writes it as JSON.</summary>
    /// <param name="plan">What to measure.</param>
    /// <param name="output">The file of the JSON.</param>
    public static async Task MeasureAsync(EnginePlan plan, string output)
    {
        var rows = new List<EngineRow>();
        var progress = new Progress();
        using var crew = new Crew(Math.Max(plan.Threads.DefaultIfEmpty(1).Max(), Environment.ProcessorCount));
        if (plan.Operations.Count > 0)
        {
            EngineReport.PrintLegend();
        }

        foreach (var kind in plan.Keys)
        {
            var found = new List<EngineRow>();
            await (kind switch
            {
                KeyKind.Text => Measure<string>(KeyKind.TextOf),
                KeyKind.Number => Measure<int>(KeyKind.NumberOf),
                _ => Measure<Guid>(KeyKind.UniqueOf),
            }).ConfigureAwait(false);
            progress.Clear();
            EngineReport.PrintOperations(found);
            rows.AddRange(found);
            Release();

            Task Measure<TKey>(Func<long, TKey> make)
                where TKey : notnull =>
                new OperationCost<TKey>(plan, kind, make, crew, progress, found.Add).MeasureAsync();
        }

        await MeasureRestAsync(plan, crew, progress, rows).ConfigureAwait(false);
        EngineReport.PrintTargets(rows);
        EngineJson.Write(output, rows);
    }

    private static async Task MeasureRestAsync(EnginePlan plan, Crew crew, Progress progress, List<EngineRow> rows)
    {
        if (plan.Layers)
        {
            var found = new List<EngineRow>();
            await new LayerCost(plan, crew, progress, found.Add).MeasureAsync().ConfigureAwait(false);
            progress.Clear();
            EngineReport.PrintLayers(found);
            rows.AddRange(found);
        }

        if (plan.StormEntries > 0)
        {
            new StormCost(plan, progress, rows.Add).Measure();
            Release();
        }

        if (plan.MemoryEntries.Count > 0)
        {
            var found = new List<EngineRow>();
            new MemoryCost(plan, progress, found.Add).Measure();
            progress.Clear();
            EngineReport.PrintMemory(found);
            rows.AddRange(found);
        }
    }

    /// <summary>Lets what one part held not slow the collections of the next.</summary>
    private static void Release() => GC.Collect();
}
