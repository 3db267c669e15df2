namespace Strata.Lab;

/// <summary>
/// Reads the recorders of a run while it goes on. A reading costs some microseconds a worker and the
/// workers nothing; ask for a few a second, from one thread.
/// </summary>
public sealed class LiveMeter
{
    private readonly IReadOnlyList<WorkerRecorder> _workers;
    private readonly TimeProvider _clock;
    private long[] _buckets = LatencyHistogram.NewBuckets();
    private long[] _bucketsBefore = LatencyHistogram.NewBuckets();
    private LiveReading _before;
    private long _readAt;

    /// <summary>Makes a meter whose first interval begins now.</summary>
    /// <param name="workers">The recorders of the run.</param>
    /// <param name="clock">The clock that measures the time between readings.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public LiveMeter(IReadOnlyList<WorkerRecorder> workers, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(workers);
        ArgumentNullException.ThrowIfNull(clock);
        _workers = workers;
        _clock = clock;
        _readAt = clock.GetTimestamp();
    }

    /// <summary>How the run stands now.</summary>
    public LiveReading Read()
    {
        var now = _clock.GetTimestamp();
        long hits = 0, misses = 0, writes = 0, failures = 0;
        Array.Clear(_buckets);
        foreach (var worker in _workers)
        {
            foreach (var layer in worker.HitsByLayer)
            {
                hits += layer.Count;
                layer.AddBucketsTo(_buckets);
            }

            misses += worker.Misses.Count;
            writes += worker.Writes.Count;
            failures += worker.FailedReads + worker.FailedWrites;
            worker.Misses.AddBucketsTo(_buckets);
            worker.Writes.AddBucketsTo(_buckets);
        }

        var reading = new LiveReading(hits, misses, writes, failures, 0, null, null);
        reading = WithRates(reading, _clock.GetElapsedTime(_readAt, now).TotalSeconds);
        (_buckets, _bucketsBefore) = (_bucketsBefore, _buckets);
        (_before, _readAt) = (reading, now);
        return reading;
    }

    private LiveReading WithRates(LiveReading reading, double seconds)
    {
        var operations = reading.Operations - _before.Operations;
        var reads = reading.Reads - _before.Reads;
        return reading with
        {
            OperationsPerSecond = seconds > 0 ? operations / seconds : 0,
            HitRatePercent = reads > 0 ? 100.0 * (reading.Hits - _before.Hits) / reads : null,
            P99 = operations > 0 ? TimeSpan.FromMicroseconds(P99SinceBefore() / 1000.0) : null,
        };
    }

    private long P99SinceBefore()
    {
        // The older buckets are no longer needed once the difference is known.
        for (var i = 0; i < _buckets.Length; i++)
        {
            _bucketsBefore[i] = _buckets[i] - _bucketsBefore[i];
        }

        return LatencyHistogram.PercentileOf(_bucketsBefore, 99);
    }
}
