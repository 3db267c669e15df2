using Strata.Lab.Targets;
using Strata.Lab.Workloads;

namespace Strata.Lab.Bench;

/// <summary>
/// Lets the workers of a workload ask a target, all at once, each with a recorder of its own.
/// </summary>
internal sealed class LoadTest
{
    // The display's timer and what drivers do on their own must not wait for a worker to end.
    private const int ThreadsBesideWorkers = 2;

    private readonly Workload _workload;
    private readonly ITarget _target;
    private readonly TimeProvider _clock;
    private long _startTimestamp;
    private long _stopTimestamp;

    public LoadTest(Workload workload, ITarget target, TimeProvider clock)
    {
        _workload = workload;
        _target = target;
        _clock = clock;
    }

    /// <summary>Whether there is anything to hit.</summary>
    public bool IsCached => _target.Layers.Count > 0;

    /// <summary>When the first operation began.</summary>
    public DateTimeOffset StartedAt { get; private set; }

    /// <summary>From the first operation's start to the last one's end.</summary>
    public TimeSpan Duration { get; private set; }

    /// <summary>Whether the caller's token ended it.</summary>
    public bool WasInterrupted { get; private set; }

    /// <summary>Runs to the end, or until cancelled: then what was measured so far is the outcome.</summary>
    /// <param name="started">
    /// Told of the recorders as soon as the workers run; null when nobody watches.
    /// </param>
    /// <param name="cancellationToken">Stops the workers after the operation they are at.</param>
    public async Task<Recording> RunAsync(
        Action<IReadOnlyList<WorkerRecorder>>? started, CancellationToken cancellationToken)
    {
        var sessions = new List<ITargetSession>();
        try
        {
            for (var i = 0; i < _workload.Workers; i++)
            {
                sessions.Add(await _target.OpenAsync(cancellationToken).ConfigureAwait(false));
            }

            return await RunAsync(sessions, started, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            foreach (var session in sessions)
            {
                await session.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private async Task<Recording> RunAsync(
        List<ITargetSession> sessions,
        Action<IReadOnlyList<WorkerRecorder>>? started,
        CancellationToken cancellationToken)
    {
        StartedAt = _clock.GetUtcNow();
        _startTimestamp = _clock.GetTimestamp();
        _stopTimestamp = _workload.DurationMax is { } limit
            ? _startTimestamp + (long)(limit.TotalSeconds * _clock.TimestampFrequency)
            : long.MaxValue;
        var recorders = sessions.ConvertAll(
            _ => new WorkerRecorder(_clock, StartedAt, _startTimestamp, _target.Layers.Count));
        LetAllWorkAtOnce(sessions.Count);
        var workers = new Task[sessions.Count];
        for (var i = 0; i < workers.Length; i++)
        {
            var worker = i;
            workers[i] = Task.Run(
                () => WorkAsync(_workload.SequenceOf(worker), sessions[worker], recorders[worker], cancellationToken),
                CancellationToken.None);
        }

        started?.Invoke(recorders);
        await Task.WhenAll(workers).ConfigureAwait(false);
        Duration = _clock.GetElapsedTime(_startTimestamp);
        WasInterrupted = cancellationToken.IsCancellationRequested;
        return Recording.Merge(recorders);
    }

    /// <summary>
    /// An embedded database works on the worker's own thread. The pool adds threads beyond the processors' number
    /// a few a second only, so that later workers would begin when the first were done.
    /// </summary>
    private static void LetAllWorkAtOnce(int workers)
    {
        ThreadPool.GetMinThreads(out var threads, out var ports);
        ThreadPool.SetMinThreads(Math.Max(threads, workers + ThreadsBesideWorkers), ports);
    }

    /// <summary>
    /// One worker's loop. An operation that was begun is brought to its end: stopping in the middle of a commit
    /// would leave cache and database apart, and a cut-off operation has no latency.
    /// </summary>
    private async Task WorkAsync(
        OperationSequence sequence,
        ITargetSession session,
        WorkerRecorder recorder,
        CancellationToken cancellationToken)
    {
        var now = _clock.GetTimestamp();
        for (var done = 0L; done < _workload.OperationsPerWorker; done++)
        {
            if (cancellationToken.IsCancellationRequested || now >= _stopTimestamp)
            {
                return;
            }

            var isRead = sequence.NextIsRead(out var passengerId);
            var started = _clock.GetTimestamp();
            try
            {
                var answer = isRead
                    ? await session.ReadAsync(passengerId, CancellationToken.None).ConfigureAwait(false)
                    : await session.WriteAsync(passengerId, CancellationToken.None).ConfigureAwait(false);
                now = _clock.GetTimestamp();
                Record(recorder, isRead, answer, started, now);
            }
            catch (Exception error)
            {
                now = _clock.GetTimestamp();
                recorder.Fail(started, now, isWrite: !isRead, error);
            }
        }
    }

    private static void Record(WorkerRecorder recorder, bool isRead, TargetAnswer answer, long started, long ended)
    {
        if (!isRead)
        {
            recorder.Write(started, ended, answer.DatabaseTicks);
        }
        else if (answer.Layer >= 0)
        {
            recorder.Hit(answer.Layer, started, ended);
        }
        else
        {
            recorder.Miss(started, ended, answer.DatabaseTicks);
        }
    }
}
