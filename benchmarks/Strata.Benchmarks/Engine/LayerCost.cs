using System.Runtime;
using Strata.Sqlite;

namespace Strata.Benchmarks.Engine;

/// <summary>
/// Measures stacks of layers: mock layers, memory layers, and a memory layer over SQLite, in turn.
/// </summary>
internal sealed class LayerCost(EnginePlan plan, Crew crew, Progress progress, Action<EngineRow> add)
{
    /// <summary>The word for it on the command line, and the beginning of its names in the JSON.</summary>
    public const string Name = "layer";

    public const int Entries = 1_000;
    public const int Batch = 10;

    private static readonly TimeSpan SettlingMax = TimeSpan.FromSeconds(1);

    private static readonly LayerKind[] Kinds =
    [
        new("mock layers", (depth, _) => new MockLayer($"mock{depth}")),
        new("memory layers", (depth, _) => Memory(depth)),
        new("memory over SQLite", (depth, folder) => depth == 0
            ? Memory(depth)
            : new SqliteLayer<string, string>(Path.Combine(folder, $"{Guid.NewGuid():N}.db")), IsSlow: true),
    ];

    /// <summary>Measures all experiments.</summary>
    public async Task MeasureAsync()
    {
        var folder = Directory.CreateTempSubdirectory("strata-bench-");
        try
        {
            foreach (var experiment in LayerExperiments.All)
            {
                progress.Say($"{Name}: {experiment.Name}");
                await MeasureAsync(experiment, folder.FullName).ConfigureAwait(false);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static MemoryLayer<string, string> Memory(int depth) =>
        new(new MemoryLayerOptions<string, string> { Name = $"memory{depth}" });

    private async Task MeasureAsync(LayerExperiment experiment, string folder)
    {
        var kinds = Kinds.Where(kind => !kind.IsSlow || experiment.IsForSlowLayers).ToArray();
        var stacks = Array.ConvertAll(
            kinds, kind => new LayerStack(kind, folder, experiment.Depth, experiment.Promotes));
        var threads = experiment.IsParallel ? Environment.ProcessorCount : 1;
        foreach (var stack in stacks)
        {
            await stack.FillAsync(experiment.FilledFrom).ConfigureAwait(false);
        }

        var counts = new int[stacks.Length];
        for (var i = 0; i < stacks.Length; i++)
        {
            counts[i] = await SettleAsync(experiment, stacks[i]).ConfigureAwait(false);
        }

        var from = 0;
        var turns = await Interleaved.TakeTurnsAsync(
            stacks.Length,
            warmUps: 1,
            plan.Rounds,
            _ => from = (from + counts.Max()) & (int.MaxValue >> 4),
            i => TakeAsync(experiment, stacks[i], threads, from, counts[i])).ConfigureAwait(false);
        for (var i = 0; i < stacks.Length; i++)
        {
            add(EngineRow.Of(
                $"{Name}: {experiment.Name}", kinds[i].Name, Entries, threads, KeyKind.Text,
                turns[i], reference: null));
            await stacks[i].DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Runs a stack until the compiler is still, and says how many operations make a turn.</summary>
    private async Task<int> SettleAsync(LayerExperiment experiment, LayerStack stack)
    {
        const int Few = 50;
        var clock = TimeProvider.System;
        var started = clock.GetTimestamp();
        var still = started;
        var compiled = 0L;
        Turn turn;
        do
        {
            turn = await TakeAsync(experiment, stack, 1, 0, Few).ConfigureAwait(false);
            if (compiled != JitInfo.GetCompiledMethodCount())
            {
                compiled = JitInfo.GetCompiledMethodCount();
                still = clock.GetTimestamp();
            }
        }
        while (clock.GetElapsedTime(still) < plan.Stillness / 2 && clock.GetElapsedTime(started) < SettlingMax);

        // What removes finds each key once: a turn is no longer than there are keys.
        return Math.Clamp((int)(plan.TurnTime.TotalNanoseconds / turn.Ns), 10, experiment.Removes ? 100 : 100_000);
    }

    private async Task<Turn> TakeAsync(LayerExperiment experiment, LayerStack stack, int threads, int from, int count)
    {
        if (experiment.Removes)
        {
            await stack.FillAsync(experiment.FilledFrom).ConfigureAwait(false);
        }

        // The layers answer at once or from a thread of their own, so that waiting here blocks none of them.
        var (ns, bytes) = crew.Run(
            threads,
            thread => experiment.Run(stack, from + (thread * count), count).GetAwaiter().GetResult());
        var total = (double)count * threads;
        return new Turn(ns / total, bytes / total);
    }
}
