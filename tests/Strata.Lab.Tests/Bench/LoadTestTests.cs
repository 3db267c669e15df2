using Strata.Lab.Bench;
using Strata.Lab.Targets;
using Strata.Lab.Workloads;
using Strata.Testing;

namespace Strata.Lab.Tests.Bench;

public sealed class LoadTestTests
{
    private static readonly Workload Mixed = new()
    {
        Workers = 3,
        OperationsPerWorker = 200,
        ReadPercent = 60,
        PoolSize = 50,
        Seed = 7,
    };

    private readonly ManualClock _clock = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_worker_asks_its_own_sequence_to_the_end()
    {
        var target = new ScriptedTarget();
        var recording = await new LoadTest(Mixed, target, _clock).RunAsync(null, Ct);
        Assert.Equal(3 * 200, recording.Operations.Count);
        for (var worker = 0; worker < Mixed.Workers; worker++)
        {
            var sequence = Mixed.SequenceOf(worker);
            var expected = Enumerable.Range(0, 200).Select(_ => (sequence.NextIsRead(out var id), id));
            Assert.Equal(expected, target.AskedBy(worker).Select(asked => (asked.IsRead, asked.PassengerId)));
        }

        Assert.NotEqual(
            target.AskedBy(0).Select(asked => asked.PassengerId), target.AskedBy(1).Select(asked => asked.PassengerId));
    }

    [Fact]
    public async Task A_failed_operation_is_counted_as_the_read_or_write_it_was_and_the_run_goes_on()
    {
        var target = new ScriptedTarget
        {
            Answer = asked => asked.Number % 4 == 0
                ? throw new InvalidOperationException(asked.IsRead ? "no read today" : "no write today")
                : TargetAnswer.FromDatabase(0),
        };
        var test = new LoadTest(Mixed, target, _clock);
        var recording = await test.RunAsync(null, Ct);
        var failed = Enumerable.Range(0, 3).SelectMany(target.AskedBy).Where(asked => asked.Number % 4 == 0).ToArray();
        Assert.Equal(150, failed.Length);
        Assert.Equal(failed.Count(asked => asked.IsRead), recording.FailedReads);
        Assert.Equal(failed.Count(asked => !asked.IsRead), recording.FailedWrites);
        Assert.Equal(600 - 150, recording.Operations.Count);
        Assert.Equal(["no read today", "no write today"], recording.FailureMessages.Order(StringComparer.Ordinal));
        Assert.False(test.WasInterrupted);
    }

    [Fact]
    public async Task Time_ends_a_run_that_would_never_end()
    {
        var workload = Mixed with
        {
            Workers = 1,
            OperationsPerWorker = long.MaxValue,
            DurationMax = TimeSpan.FromSeconds(2),
        };
        var target = new ScriptedTarget { Answer = _ => TakeMilliseconds(100) };
        var test = new LoadTest(workload, target, _clock);
        var startedAt = _clock.GetUtcNow();
        var recording = await test.RunAsync(null, Ct);
        Assert.Equal(20, recording.Operations.Count);
        Assert.Equal(TimeSpan.FromSeconds(2), test.Duration);
        Assert.Equal(startedAt, test.StartedAt);
        Assert.False(test.WasInterrupted);
    }

    [Fact]
    public async Task Time_ends_a_run_in_which_every_operation_fails()
    {
        var workload = Mixed with
        {
            Workers = 1,
            OperationsPerWorker = long.MaxValue,
            DurationMax = TimeSpan.FromSeconds(1),
        };
        var target = new ScriptedTarget
        {
            Answer = _ =>
            {
                TakeMilliseconds(250);
                throw new IOException("gone");
            },
        };
        var recording = await new LoadTest(workload, target, _clock).RunAsync(null, Ct);
        Assert.Equal((4, 0), (recording.Failures, recording.Operations.Count));
    }

    [Fact]
    public async Task Cancelling_stops_every_worker_and_keeps_what_was_measured()
    {
        using var stop = new CancellationTokenSource();
        var target = new ScriptedTarget
        {
            Answer = asked =>
            {
                if (asked is { Worker: 0, Number: 40 })
                {
                    stop.Cancel();
                }

                return TakeMilliseconds(1);
            },
        };
        var test = new LoadTest(Mixed with { OperationsPerWorker = long.MaxValue }, target, _clock);
        var recording = await test.RunAsync(null, stop.Token);
        Assert.True(test.WasInterrupted);
        Assert.Equal(40, target.AskedBy(0).Count);
        Assert.Equal(Enumerable.Range(0, 3).Sum(worker => target.AskedBy(worker).Count), recording.Operations.Count);
        Assert.InRange(test.Duration, TimeSpan.FromMilliseconds(40), TimeSpan.MaxValue);
        Assert.Equal(3, target.Closed);
    }

    [Fact]
    public async Task A_session_that_cannot_be_opened_ends_the_run_and_closes_those_already_open()
    {
        var target = new ScriptedTarget
        {
            Opening = number =>
            {
                if (number == 2)
                {
                    throw new InvalidOperationException("no third session");
                }
            },
        };
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(
            () => new LoadTest(Mixed, target, _clock).RunAsync(null, Ct));
        Assert.Equal("no third session", failure.Message);
        Assert.Equal((2, 2), (target.Opened, target.Closed));
        Assert.Empty(target.AskedBy(0));
    }

    [Fact]
    public async Task A_hit_counts_for_the_layer_that_answered_and_the_rest_are_misses()
    {
        var target = new ScriptedTarget("memory", "sqlite")
        {
            Answer = asked => asked.IsRead ? new((asked.PassengerId % 3) - 1, 0) : TargetAnswer.FromDatabase(0),
        };
        var test = new LoadTest(Mixed, target, _clock);
        var recording = await test.RunAsync(null, Ct);
        var asked = Enumerable.Range(0, 3).SelectMany(target.AskedBy).ToArray();
        var reads = asked.Where(one => one.IsRead).ToLookup(one => (one.PassengerId % 3) - 1);
        Assert.True(test.IsCached);
        Assert.Equal([reads[0].Count(), reads[1].Count()], recording.HitsByLayer.Select(layer => layer.Count));
        Assert.NotEqual(reads[0].Count(), reads[1].Count());
        Assert.Equal(reads[-1].Count(), recording.Misses.Count);
        Assert.Equal(asked.Count(one => !one.IsRead), recording.Writes.Count);
    }

    [Fact]
    public async Task Who_watches_is_given_the_recorder_of_every_worker()
    {
        IReadOnlyList<WorkerRecorder> watched = [];
        var target = new ScriptedTarget();
        var recording = await new LoadTest(Mixed, target, _clock).RunAsync(recorders => watched = recorders, Ct);
        Assert.Equal(3, watched.Count);
        Assert.Equal(recording.Writes.Count, watched.Sum(worker => worker.Writes.Count));
    }

    private TargetAnswer TakeMilliseconds(int milliseconds)
    {
        _clock.AdvanceMs(milliseconds);
        return TargetAnswer.FromDatabase(0);
    }
}
