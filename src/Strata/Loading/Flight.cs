using System.Diagnostics.CodeAnalysis;

namespace Strata;

/// <summary>
/// One load that any number of callers wait for. Each may leave alone; when the last has left, the load is
/// asked to stop.
/// </summary>
[SuppressMessage(
    "Design", "CA1001", Justification = "A source without a timer holds nothing; waiters may still look at it.")]
internal sealed class Flight<TValue>(FillTicket ticket)
{
    private static readonly AsyncLocal<Flight<TValue>?> Innermost = new();

    private readonly TaskCompletionSource<Lookup<TValue>> _outcome =
        new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _abandoned = new();
    private readonly Flight<TValue>? _outer = Innermost.Value;
    private int _waiters = 1;

    /// <summary>What was noted before anything was read.</summary>
    public FillTicket Ticket { get; } = ticket;

    /// <summary>What the layers said; known once the flight has completed or failed.</summary>
    public LookupStatus LayersSaid { get; set; }

    /// <summary>Cancelled when nobody waits any more.</summary>
    public CancellationToken Abandoned => _abandoned.Token;

    /// <summary>
    /// Whether the code asking runs inside this very load, so that waiting for it would never end.
    /// </summary>
    public bool IsRunningHere
    {
        get
        {
            for (var flight = Innermost.Value; flight is not null; flight = flight._outer)
            {
                if (flight == this)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>Joins the callers who wait; false if all have left already.</summary>
    public bool TryJoin()
    {
        var waiters = Volatile.Read(ref _waiters);
        while (waiters > 0)
        {
            var seen = Interlocked.CompareExchange(ref _waiters, waiters + 1, waiters);
            if (seen == waiters)
            {
                return true;
            }

            waiters = seen;
        }

        return false;
    }

    /// <summary>Marks what follows in the caller's context as running inside this load.</summary>
    public void Begin() => Innermost.Value = this;

    public void Complete(in Lookup<TValue> outcome) => _outcome.TrySetResult(outcome);

    public void Fail(Exception failure)
    {
        _outcome.TrySetException(failure);

        // Every waiter may have left; a failure nobody awaits is no news to the process.
        _ = _outcome.Task.Exception;
    }

    /// <summary>Waits for the outcome, or leaves when <paramref name="cancellationToken"/> says so.</summary>
    public async ValueTask<Lookup<TValue>> WaitAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _outcome.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (Interlocked.Decrement(ref _waiters) == 0 && !_outcome.Task.IsCompleted)
            {
                // Who leaves does not wait for what the load does about it.
                _ = _abandoned.CancelAsync();
            }
        }
    }
}
