using Strata.Lab;
using Strata.Lab.Bench;
using Strata.Lab.Targets;
using Strata.Lab.Workloads;

namespace Strata.Benchmarks;

/// <summary>What the lab costs by itself: drawing ids, reading the clock, histograms and counters.</summary>
internal static class LabCost
{
    private const long Operations = 2_000_000;

    public static async Task MeasureAsync()
    {
        Console.WriteLine("The lab's own cost, one worker, 80 % reads, a target that answers at once; bytes/op of the");
        Console.WriteLine($"second {Operations:N0} of {2 * Operations:N0} operations:");
        await Interleaved.RunSteadyAsync(
            Operations,
            ("two readings of the clock", operations => ReadClock(TimeProvider.System, operations)),
            ("drawing the operations", operations => Draw(Ask(operations))),
            ("the whole lab", operations => new LoadTest(Ask(operations), new NullTarget(), TimeProvider.System)
                .RunAsync(null, CancellationToken.None))).ConfigureAwait(false);
    }

    private static Workload Ask(long operations) => new()
    {
        Workers = 1,
        OperationsPerWorker = operations,
        ReadPercent = 80,
        PoolSize = Workload.PoolMax,
        Seed = 1,
    };

    private static Task ReadClock(TimeProvider clock, long operations)
    {
        var sum = 0L;
        for (var i = 0L; i < operations; i++)
        {
            var started = clock.GetTimestamp();
            sum += clock.GetTimestamp() - started;
        }

        return sum < 0 ? throw new InvalidOperationException("The clock runs backwards.") : Task.CompletedTask;
    }

    private static Task Draw(Workload workload)
    {
        var sequence = workload.SequenceOf(0);
        var reads = 0L;
        for (var i = 0L; i < workload.OperationsPerWorker; i++)
        {
            reads += sequence.NextIsRead(out _) ? 1 : 0;
        }

        return reads == 0 ? throw new InvalidOperationException("Nothing was read.") : Task.CompletedTask;
    }

    /// <summary>Hits three times of four, and never touches a database.</summary>
    private sealed class NullTarget : ITarget, ITargetSession
    {
        public IReadOnlyList<string> Layers { get; } = ["null"];

        public ValueTask<ITargetSession> OpenAsync(CancellationToken cancellationToken) => new(this);

        public ValueTask<TargetAnswer> ReadAsync(int passengerId, CancellationToken cancellationToken) =>
            new((passengerId & 3) == 0 ? TargetAnswer.FromDatabase(100) : new TargetAnswer(0, 0));

        public ValueTask<TargetAnswer> WriteAsync(int passengerId, CancellationToken cancellationToken) =>
            new(TargetAnswer.FromDatabase(100));

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
