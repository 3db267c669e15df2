using Strata.Lab;

namespace Strata.Benchmarks.Engine;

/// <summary>
/// A thread that reads entries which do not expire, one timed call after the other, and keeps apart what it saw
/// before, during and after the storm.
/// </summary>
internal sealed class StormReader<TStore> : IDisposable
    where TStore : struct, IExpiringStore<string>
{
    private const int WarmUpReads = 200_000;
    private const int ReadsBetweenLooks = 64;

    private readonly Thread _thread;
    private readonly string[] _keys;
    private readonly TStore _store;
    private volatile LatencyHistogram? _into = new();

    public StormReader(TStore store, string[] keys)
    {
        _store = store;
        _keys = keys;
        _thread = new Thread(Read) { IsBackground = true, Name = "bench reader" };
        var warmUp = new LatencyHistogram();
        ReadInto(warmUp, 0, WarmUpReads);
        _thread.Start();
    }

    /// <summary>Reads that were not found; there must be none.</summary>
    public long Lost { get; private set; }

    /// <summary>Takes the reads from now on into another histogram.</summary>
    public void Into(LatencyHistogram histogram) => _into = histogram;

    /// <summary>Ends the reading.</summary>
    public void Dispose()
    {
        _into = null;
        _thread.Join();
    }

    private void Read()
    {
        for (var from = 0; _into is { } histogram; from = (from + ReadsBetweenLooks) & (int.MaxValue >> 1))
        {
            ReadInto(histogram, from, ReadsBetweenLooks);
        }
    }

    private void ReadInto(LatencyHistogram histogram, int from, int count)
    {
        var clock = TimeProvider.System;
        var nsPerTick = 1e9 / clock.TimestampFrequency;
        var last = _keys.Length - 1;
        for (var i = from; i < from + count; i++)
        {
            var started = clock.GetTimestamp();
            var isFound = _store.TryGet(_keys[i & last]);
            var ended = clock.GetTimestamp();
            histogram.Record((long)((ended - started) * nsPerTick));
            Lost += isFound ? 0 : 1;
        }
    }
}
