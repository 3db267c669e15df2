using System.Runtime;

namespace Strata.Benchmarks.Engine;

/// <summary>
/// Measures the operations of one kind of keys. Contenders take turns within a round, on every number of threads;
/// each turn does the same operations with the same keys.
/// </summary>
internal sealed class OperationCost<TKey>(
    EnginePlan plan, string kind, Func<long, TKey> makeKey, Crew crew, Progress progress, Action<EngineRow> add)
    where TKey : notnull
{
    private const int CalibrationCount = 4_096;
    private const int Calibrations = 5;
    private const int CountMin = 16;
    private const int CountMax = 1 << 17;
    private const int FreshCountMax = 1 << 14;
    private static readonly TimeSpan SettlingMax = TimeSpan.FromSeconds(3);

    private readonly HashSet<Operation> _settled = [];

    /// <summary>Measures all sizes.</summary>
    public async Task MeasureAsync()
    {
        foreach (var entries in plan.Entries)
        {
            await MeasureAsync(entries, [.. plan.Operations.Where(o => !o.IsEvicting())], Shelf<TKey>.WithRoom)
                .ConfigureAwait(false);
            await MeasureAsync(entries, [.. plan.Operations.Where(o => o.IsEvicting())], Shelf<TKey>.Full)
                .ConfigureAwait(false);
        }
    }

    private async Task MeasureAsync(
        int entries,
        Operation[] operations,
        Func<DrawnKeys<TKey>, int, IReadOnlyList<Operation>, Shelf<TKey>> make)
    {
        operations = [.. operations.Where(o => plan.Threads.Any(t => !plan.Leaves(o, entries, t, kind)))];
        if (operations.Length == 0)
        {
            return;
        }

        using var shelf = make(new DrawnKeys<TKey>(makeKey, entries), entries, operations);
        shelf.Fill(name => progress.Say($"filling {name} with {entries:N0} {kind} keys"));
        foreach (var operation in operations)
        {
            await MeasureAsync(entries, operation, shelf).ConfigureAwait(false);
        }
    }

    private async Task MeasureAsync(int entries, Operation operation, Shelf<TKey> shelf)
    {
        var contenders = shelf.Contenders.Where(c => c.Operations.Contains(operation)).ToArray();
        var threads = plan.Threads.Where(t => !plan.Leaves(operation, entries, t, kind)).ToArray();
        var entrants = threads.SelectMany(t => contenders.Select(c => (Contender: c, Threads: t))).ToArray();
        var count = Settle(operation, shelf.Keys, contenders);
        if (operation.SetsFreshKeys())
        {
            count = Math.Min(count, FreshCountMax);
        }

        var from = 0;
        var turns = await Interleaved.TakeTurnsAsync(entrants.Length, warmUps: 1, plan.Rounds, Prepare, TakeTurnAsync)
            .ConfigureAwait(false);
        for (var i = 0; i < entrants.Length; i++)
        {
            var first = i - (i % contenders.Length);
            var peer = Array.FindIndex(contenders, c => c.Name == Names.MemoryCache);
            var row = EngineRow.Of(
                operation.Name(), entrants[i].Contender.Name, entries, entrants[i].Threads, kind,
                turns[i], turns[first]);
            add(peer < 0 ? row : row with { RatioToMemoryCache = Figure.Of(turns[i], turns[first + peer]).Ratio });
        }

        void Prepare(int round)
        {
            progress.Say(round < 0
                ? $"{operation.Name()}, {kind}, {entries:N0} entries"
                : $"{operation.Name()}, {kind}, {entries:N0} entries: round {round + 1} of {plan.Rounds}");
            from = (from + (count * threads.Max())) & int.MaxValue >> 1;
            if (operation.SetsFreshKeys())
            {
                shelf.Keys.Refresh(threads.Max(), count);
            }
        }

        Task<Turn> TakeTurnAsync(int i) =>
            Task.FromResult(Take(operation, shelf.Keys, entrants[i].Contender, entrants[i].Threads, from, count));
    }

    /// <summary>
    /// Runs the contenders until the compiler has been still for a while, and says how many operations make a turn.
    /// </summary>
    private int Settle(Operation operation, DrawnKeys<TKey> keys, Contender<TKey>[] contenders)
    {
        progress.Say($"{operation.Name()}, {kind}: warming up");
        var clock = TimeProvider.System;
        var started = clock.GetTimestamp();
        var still = started;
        var compiled = 0L;
        var batch = Math.Min(512, CountOf(plan.TurnTime, 10));
        var isSettled = !_settled.Add(operation);
        do
        {
            Once(batch);
            if (compiled != JitInfo.GetCompiledMethodCount())
            {
                compiled = JitInfo.GetCompiledMethodCount();
                still = clock.GetTimestamp();
            }

            isSettled |= clock.GetElapsedTime(still) >= plan.Stillness
                || clock.GetElapsedTime(started) >= SettlingMax;
        }
        while (!isSettled);

        var calibration = Math.Min(CalibrationCount, 8 * batch);
        keys.Refresh(1, calibration);
        return CountOf(
            plan.TurnTime,
            Enumerable.Range(0, Calibrations)
                .Min(_ => Take(operation, keys, contenders[0], 1, 0, calibration).Ns));

        void Once(int count)
        {
            keys.Refresh(1, count);
            foreach (var contender in contenders)
            {
                Take(operation, keys, contender, 1, 0, count);
            }
        }
    }

    private static int CountOf(TimeSpan time, double ns) =>
        Math.Clamp((int)(time.TotalNanoseconds / ns), CountMin, CountMax);

    /// <summary>One turn, and putting back in order what the next one needs.</summary>
    private Turn Take(
        Operation operation, DrawnKeys<TKey> keys, Contender<TKey> contender, int threads, int from, int count)
    {
        if (operation >= Operation.SetNew)
        {
            // Each begins with an empty nursery, not with what the one before left in it.
            GC.Collect(0);
        }

        var (ns, bytes) = crew.Run(
            threads,
            thread => contender.Run(contender.Always ?? operation, keys, thread, from + (thread * count), count));
        if (operation == Operation.SetNew || (operation == Operation.EvictingInsert && !contender.IsBounded))
        {
            for (var thread = 0; thread < threads; thread++)
            {
                foreach (var key in keys.Fresh(thread).AsSpan(0, count))
                {
                    contender.Remove(key);
                }
            }
        }

        var total = (double)count * threads;
        return new Turn(ns / total, bytes / total);
    }
}
