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
        var workload = new Workload
        {
            Workers = 1,
            OperationsPerWorker = Operations,
            ReadPercent = 80,
            PoolSize = Workload.PoolMax,
            Seed = 1,
        };
        Console.WriteLine("The lab's own cost, one worker, 80 % reads, a target that answers at once:");
        await Interleaved.RunAsync(
            Operations,
            ("two readings of the clock", () => ReadClock(TimeProvider.System)),
            ("drawing the operations", () => Draw(workload)),
            ("the whole lab", () => new LoadTest(workload, new NullTarget(), TimeProvider.System)
                .RunAsync(null, CancellationToken.None))).ConfigureAwait(false);
    }

    private static Task ReadClock(TimeProvider clock)
    {
        var sum = 0L;
        for (var i = 0L; i < Operations; i++)
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
        for (var i = 0L; i < Operations; i++)
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
