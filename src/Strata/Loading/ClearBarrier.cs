namespace Strata;

/// <summary>
/// Keeps a clear and the fills apart without a lock: a clear waits for the fills that are storing, and no fill
/// stores that noted its ticket before the clear ended.
/// </summary>
internal sealed class ClearBarrier
{
    private long _clears;
    private int _clearing;
    private int _filling;
    private TaskCompletionSource? _drained;

    /// <summary>How often a clear has begun or ended.</summary>
    public long Clears => Volatile.Read(ref _clears);

    /// <summary>
    /// Lets a fill store, unless a clear is under way or came since; then <see cref="EndFill"/>
    /// must follow.
    /// </summary>
    public bool TryBeginFill(long clears)
    {
        Interlocked.Increment(ref _filling);
        if (Volatile.Read(ref _clearing) == 0 && Clears == clears)
        {
            return true;
        }

        EndFill();
        return false;
    }

    /// <summary>Makes void every ticket noted so far, without waiting for anyone.</summary>
    public void NoteChange() => Interlocked.Increment(ref _clears);

    public void EndFill()
    {
        if (Interlocked.Decrement(ref _filling) == 0 && Volatile.Read(ref _clearing) != 0)
        {
            Interlocked.Exchange(ref _drained, null)?.TrySetResult();
        }
    }

    /// <summary>
    /// Keeps new fills out and waits for those that are storing; <see cref="EndClear"/> must
    /// follow.
    /// </summary>
    public async ValueTask BeginClearAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _clearing);
        Interlocked.Increment(ref _clears);
        while (true)
        {
            var drained = Signal();
            if (Volatile.Read(ref _filling) == 0)
            {
                return;
            }

            await drained.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public void EndClear()
    {
        Interlocked.Increment(ref _clears);
        Interlocked.Decrement(ref _clearing);
    }

    /// <summary>The signal of the next moment without a fill, shared by clears that wait at once.</summary>
    private TaskCompletionSource Signal()
    {
        var signal = Volatile.Read(ref _drained);
        if (signal is not null)
        {
            return signal;
        }

        var fresh = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return Interlocked.CompareExchange(ref _drained, fresh, null) ?? fresh;
    }
}
