using Strata.Testing;

namespace Strata.Lab.Tests;

public sealed class LiveMeterTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public void A_reading_counts_from_the_start_and_rates_since_the_reading_before()
    {
        var recorder = new WorkerRecorder(_clock, _clock.GetUtcNow(), _clock.GetTimestamp(), 1);
        var meter = new LiveMeter([recorder], _clock);
        Record(recorder, hits: 30, misses: 10, writes: 10, tookUs: 100);
        _clock.AdvanceMs(500);
        var first = meter.Read();
        Record(recorder, hits: 100, misses: 0, writes: 0, tookUs: 2000);
        _clock.AdvanceMs(250);
        var second = meter.Read();

        Assert.Equal((50, 40, 30, 10, 10), (first.Operations, first.Reads, first.Hits, first.Misses, first.Writes));
        Assert.Equal((100, 75), (first.OperationsPerSecond, first.HitRatePercent));
        Assert.InRange(first.P99!.Value.TotalMicroseconds, 99, 101);
        Assert.Equal((150, 130), (second.Operations, second.Hits));
        Assert.Equal((400, 100), (second.OperationsPerSecond, second.HitRatePercent));
        Assert.InRange(second.P99!.Value.TotalMicroseconds, 1980, 2020);
    }

    [Fact]
    public void An_interval_in_which_nothing_happened_has_no_hit_rate_and_no_percentile()
    {
        var recorder = new WorkerRecorder(_clock, _clock.GetUtcNow(), _clock.GetTimestamp(), 0);
        var meter = new LiveMeter([recorder], _clock);
        recorder.Fail(0, 0, isWrite: true, new InvalidOperationException("no"));

        var reading = meter.Read();

        Assert.Equal(new LiveReading(0, 0, 0, 1, 0, null, null), reading);
    }

    [Fact]
    public async Task A_reading_may_be_taken_while_a_worker_records()
    {
        var recorder = new WorkerRecorder(_clock, _clock.GetUtcNow(), _clock.GetTimestamp(), 1);
        var meter = new LiveMeter([recorder], _clock);
        using var stop = new CancellationTokenSource();
        var worker = Task.Run(() =>
        {
            var done = 0L;
            for (; !stop.IsCancellationRequested; done++)
            {
                recorder.Hit(0, 0, 1000);
            }

            return done;
        });
        var before = 0L;
        for (var i = 0; i < 1000; i++)
        {
            var now = meter.Read().Operations;
            Assert.True(now >= before);
            before = now;
        }

        await stop.CancelAsync();
        Assert.Equal(await worker, meter.Read().Operations);
    }

    private static void Record(WorkerRecorder recorder, int hits, int misses, int writes, long tookUs)
    {
        var ticks = tookUs * TimeSpan.TicksPerMicrosecond;
        for (var i = 0; i < hits; i++)
        {
            recorder.Hit(0, 0, ticks);
        }

        for (var i = 0; i < misses; i++)
        {
            recorder.Miss(0, ticks, ticks);
        }

        for (var i = 0; i < writes; i++)
        {
            recorder.Write(0, ticks, ticks);
        }
    }
}
