namespace Strata.Lab.Sampling;

/// <summary>Work of several threads that begin at the same moment.</summary>
internal static class Together
{
    /// <summary>Runs each piece of work on a thread of its own, once all of them stand ready.</summary>
    /// <returns>
    /// From the first one's beginning to the last one's end; and how often a thread had to wait for a lock
    /// meanwhile, as the runtime counts it.
    /// </returns>
    /// <exception cref="AggregateException">A piece of work threw.</exception>
    public static (TimeSpan Elapsed, long LockWaits) Run(TimeProvider clock, IReadOnlyList<Action> works)
    {
        using var ready = new CountdownEvent(works.Count);

        // An event of the system: one of the runtime's own kinds would wait on a lock and be counted.
        using var start = new ManualResetEvent(false);
        var begun = new long[works.Count];
        var ended = new long[works.Count];
        var failures = new Exception?[works.Count];
        var threads = works.Select((work, i) => new Thread(() =>
        {
            ready.Signal();
            start.WaitOne();
            begun[i] = clock.GetTimestamp();
            try
            {
                work();
            }
            catch (Exception failure)
            {
                failures[i] = failure;
            }

            ended[i] = clock.GetTimestamp();
        })
        { IsBackground = true }).ToArray();
        Array.ForEach(threads, thread => thread.Start());
        ready.Wait();
        var waits = Monitor.LockContentionCount;
        start.Set();
        Array.ForEach(threads, thread => thread.Join());
        waits = Monitor.LockContentionCount - waits;
        return failures.OfType<Exception>().ToArray() is { Length: > 0 } thrown
            ? throw new AggregateException(thrown)
            : (clock.GetElapsedTime(begun.Min(), ended.Max()), waits);
    }
}
