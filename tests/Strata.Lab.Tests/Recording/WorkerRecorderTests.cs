using Strata.Testing;

namespace Strata.Lab.Tests;

public sealed class WorkerRecorderTests(ITestOutputHelper output)
{
    private readonly ManualClock _clock = new(new DateTimeOffset(2030, 1, 1, 0, 0, 10, 250, TimeSpan.Zero));

    private long StartSecond => _clock.GetUtcNow().ToUnixTimeSeconds();

    [Fact]
    public void A_miss_served_by_another_workers_call_counts_no_database_call()
    {
        var clock = new ManualClock();
        var recorder = new WorkerRecorder(clock, clock.GetUtcNow(), clock.GetTimestamp(), layerCount: 1);
        recorder.Miss(0, 10, databaseTicks: 0);
        recorder.Miss(0, 10, databaseTicks: 7);
        var recording = Recording.Merge([recorder]);
        Assert.Equal((2, 1), (recording.Misses.Count, recording.Database.Count));
        Assert.Equal((2, 1), (recording.Seconds[0].Misses, recording.Seconds[0].DatabaseLatency.Count));
        Assert.Equal(700, recording.Seconds[0].DatabaseLatency.MinNs);
    }

    [Fact]
    public void A_read_is_a_hit_or_a_miss_and_the_counts_add_up()
    {
        var recorder = NewRecorder();
        var at = _clock.GetTimestamp();
        recorder.Hit(0, at, at + Us(10));
        recorder.Hit(1, at, at + Us(20));
        recorder.Miss(at, at + Us(500), Us(400));
        recorder.Write(at, at + Us(900), Us(700));

        var recording = Recording.Merge([recorder]);

        Assert.Equal((4, 3, 2, 1), (recording.Operations.Count, recording.Reads.Count, recording.Hits.Count, recording.Writes.Count));
        Assert.Equal([1, 1], recording.HitsByLayer.Select(h => h.Count));
        Assert.Equal(66.67, recording.HitRatePercent, 2);
        Assert.Equal((10_000, 20_000), (recording.Hits.MinNs, recording.Hits.MaxNs));
    }

    [Fact]
    public void The_database_is_timed_apart_from_the_operation_around_it()
    {
        var recorder = NewRecorder();
        var at = _clock.GetTimestamp();
        recorder.Miss(at, at + Us(500), Us(400));
        recorder.Write(at, at + Us(900), Us(700));

        var recording = Recording.Merge([recorder]);

        Assert.Equal((400_000, 700_000), (recording.Database.MinNs, recording.Database.MaxNs));
        Assert.Equal((500_000, 900_000), (recording.Operations.MinNs, recording.Operations.MaxNs));
        var cell = Assert.Single(recording.Seconds);
        Assert.Equal((2, 1_100_000), (cell.DatabaseLatency.Count, cell.DatabaseLatency.SumNs));
        Assert.Equal(0, cell.HitLatency.Count);
    }

    [Fact]
    public void An_operation_belongs_to_the_Unix_second_it_ended_in()
    {
        var recorder = NewRecorder();
        var at = _clock.GetTimestamp();
        recorder.Hit(0, at, at + Us(749_999));
        recorder.Hit(0, at, at + Us(750_000));
        recorder.Hit(0, at, at + Us(3_750_000));
        recorder.Hit(0, at, at + Us(2_000_000));

        var seconds = Recording.Merge([recorder]).Seconds;

        Assert.Equal(
            [(StartSecond, 1), (StartSecond + 1, 1), (StartSecond + 2, 1), (StartSecond + 4, 1)],
            seconds.Select(s => (s.UnixSecond, s.Hits)));
    }

    [Fact]
    public void A_failed_operation_counts_as_a_failure_and_as_nothing_else()
    {
        var recorder = NewRecorder();
        var at = _clock.GetTimestamp();
        recorder.Fail(at, at + Us(10), isWrite: false, new InvalidOperationException("the database is away"));
        recorder.Fail(at, at + Us(10), isWrite: true, new InvalidOperationException("the database is away"));
        for (var i = 0; i < 20; i++)
        {
            recorder.Fail(at, at + Us(10), isWrite: true, new InvalidOperationException($"reason {i}"));
        }

        var recording = Recording.Merge([recorder]);

        Assert.Equal((0, 22, 1, 21), (recording.Operations.Count, recording.Failures, recording.FailedReads, recording.FailedWrites));
        Assert.Equal(
            ["the database is away", "reason 0", "reason 1", "reason 2", "reason 3"], recording.FailureMessages);
        Assert.Equal(22, Assert.Single(recording.Seconds).Failures);
    }

    [Fact]
    public void Merged_seconds_equal_a_plain_count_of_the_same_operations()
    {
        var random = new Random(Seed.Next(output.WriteLine));
        var start = _clock.GetTimestamp();
        var workers = Enumerable.Range(0, 3).Select(_ => NewRecorder()).ToArray();
        var model = new SortedDictionary<long, (long Count, long SumNs, long MinNs, long MaxNs, long Hits, long Misses)>();
        foreach (var worker in workers)
        {
            var at = start;
            for (var i = 0; i < 5000; i++)
            {
                var took = random.NextInt64(Us(3000));
                var end = at + took;
                var kind = random.Next(3);
                switch (kind)
                {
                    case 0: worker.Hit(random.Next(2), at, end); break;
                    case 1: worker.Miss(at, end, took / 2); break;
                    default: worker.Write(at, end, took / 2); break;
                }

                var second = (_clock.GetUtcNow() + TimeSpan.FromTicks(end - start)).ToUnixTimeSeconds();
                var ns = took * 100;
                var old = model.GetValueOrDefault(second, (0, 0, long.MaxValue, 0, 0, 0));
                model[second] = (old.Count + 1, old.SumNs + ns, Math.Min(old.MinNs, ns), Math.Max(old.MaxNs, ns),
                    old.Hits + (kind == 0 ? 1 : 0), old.Misses + (kind == 1 ? 1 : 0));
                at = end;
            }
        }

        var recording = Recording.Merge(workers);

        Assert.Equal(
            model.Select(m => (m.Key, m.Value.Count, m.Value.SumNs, m.Value.MinNs, m.Value.MaxNs, m.Value.Hits, m.Value.Misses)),
            recording.Seconds.Select(s => (s.UnixSecond, s.Operations.Count, s.Operations.SumNs, s.Operations.MinNs, s.Operations.MaxNs, s.Hits, s.Misses)));
        Assert.Equal(recording.Operations.Count, recording.Seconds.Sum(s => s.Reads + s.Writes));
        Assert.Equal(recording.Operations.SumNs, recording.Seconds.Sum(s => s.Operations.SumNs));
    }

    [Fact]
    public void Recording_within_a_second_allocates_nothing()
    {
        var recorder = NewRecorder();
        var at = _clock.GetTimestamp();
        Assert.Equal(0, Allocation.LeastBytes(() => RecordMany(recorder, at, 20_000)));
        Assert.Equal(600_000, Recording.Merge([recorder]).Operations.Count);
    }

    [Fact]
    public void Recorders_of_different_shapes_are_not_of_one_run()
    {
        var other = new WorkerRecorder(_clock, _clock.GetUtcNow(), _clock.GetTimestamp(), 1);

        Assert.Throws<ArgumentException>(() => Recording.Merge([NewRecorder(), other]));
        Assert.Throws<ArgumentException>(() => Recording.Merge([]));
    }

    private static void RecordMany(WorkerRecorder recorder, long at, int times)
    {
        for (var i = 0; i < times; i++)
        {
            recorder.Hit(i & 1, at, at + i);
            recorder.Miss(at, at + i, i / 2);
            recorder.Write(at, at + i, i / 2);
        }
    }

    private static long Us(long microseconds) => microseconds * TimeSpan.TicksPerMicrosecond;

    private WorkerRecorder NewRecorder() => new(_clock, _clock.GetUtcNow(), _clock.GetTimestamp(), 2);
}
