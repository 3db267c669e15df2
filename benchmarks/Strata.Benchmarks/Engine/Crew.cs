namespace Strata.Benchmarks.Engine;

/// <summary>
/// Threads that are started once and then do one batch after the other together: they meet before the first
/// operation and after the last, and the time between is that of all. The caller is the first of them.
/// </summary>
internal sealed class Crew : IDisposable
{
    private readonly SemaphoreSlim[] _calls;
    private Action<int> _batch = static _ => { };
    private Barrier _meeting = new(1);
    private Exception? _failure;
    private bool _isOver;

    /// <summary>Starts the threads.</summary>
    /// <param name="threadsMax">The most that will work together, the caller included.</param>
    public Crew(int threadsMax)
    {
        _calls = [.. Enumerable.Range(0, threadsMax).Select(_ => new SemaphoreSlim(0))];
        for (var thread = 1; thread < threadsMax; thread++)
        {
            var number = thread;
            new Thread(() => Work(number)) { IsBackground = true, Name = $"bench {number}" }.Start();
        }
    }

    /// <summary>Does a batch on some of the threads.</summary>
    /// <param name="threads">How many.</param>
    /// <param name="batch">Takes the thread's number.</param>
    /// <returns>From the start of all to the end of the last, and what the process allocated meanwhile.</returns>
    public (double Ns, long Bytes) Run(int threads, Action<int> batch)
    {
        _batch = batch;
        if (_meeting.ParticipantCount != threads)
        {
            _meeting.Dispose();
            _meeting = new Barrier(threads);
        }

        for (var thread = 1; thread < threads; thread++)
        {
            _calls[thread].Release();
        }

        var bytes = GC.GetTotalAllocatedBytes(precise: true);
        _meeting.SignalAndWait();
        var started = TimeProvider.System.GetTimestamp();
        Do(0);
        _meeting.SignalAndWait();
        var elapsed = TimeProvider.System.GetElapsedTime(started);
        bytes = GC.GetTotalAllocatedBytes(precise: true) - bytes;
        return _failure is null
            ? (elapsed.TotalNanoseconds, bytes)
            : throw new InvalidOperationException(_failure.Message, _failure);
    }

    public void Dispose()
    {
        _isOver = true;
        Array.ForEach(_calls, call => call.Release());
        _meeting.Dispose();
    }

    private void Work(int thread)
    {
        while (true)
        {
            _calls[thread].Wait();
            if (_isOver)
            {
                return;
            }

            var meeting = _meeting;
            meeting.SignalAndWait();
            Do(thread);
            meeting.SignalAndWait();
        }
    }

    private void Do(int thread)
    {
        try
        {
            _batch(thread);
        }
        catch (Exception failure)
        {
            _failure = failure;
        }
    }
}
