using System.Threading.Tasks.Sources;
using Strata.Resp;

namespace Strata.Redis.Client;

/// <summary>
/// A request whose reply becomes a <typeparamref name="T"/>. Used again after a reply was taken and handed over;
/// one that was given up stays in the queue and is left to the collector.
/// </summary>
internal sealed class PendingReply<T> : PendingReply, IValueTaskSource<T>
{
    private const int Waiting = 0;
    private const int Ended = 1;
    private const int PooledMax = 256;

    private static readonly Pool<PendingReply<T>> Pooled = new(PooledMax);

    private ManualResetValueTaskSourceCore<T> _outcome = new() { RunContinuationsAsynchronously = true };
    private ReplyParser<T> _parser = null!;
    private string _address = "";
    private int _repliesBefore;
    private RedisException? _error;
    private int _state;
    private CancellationTokenRegistration _cancellation;
    private bool _isTaken;

    public ValueTask<T> Task => new(this, _outcome.Version);

    /// <summary>A request.</summary>
    /// <param name="parser">Makes the result of its last reply.</param>
    /// <param name="repliesBefore">
    /// How many replies come before that one; if any is an error, that is the outcome.
    /// </param>
    /// <param name="address">The server, for messages.</param>
    public static PendingReply<T> Rent(ReplyParser<T> parser, int repliesBefore, string address)
    {
        var reply = Pooled.Rent() ?? new PendingReply<T>();
        reply._parser = parser;
        reply._repliesBefore = repliesBefore;
        reply._address = address;
        reply._error = null;
        reply._isTaken = false;
        reply._state = Waiting;
        return reply;
    }

    /// <summary>Ends the wait when the token is cancelled. Called before the request is queued.</summary>
    public void EndOn(CancellationToken cancellationToken)
    {
        if (cancellationToken.CanBeCanceled)
        {
            _cancellation = cancellationToken.UnsafeRegister(
                static (state, token) =>
                    ((PendingReply<T>)state!).TryFail(new OperationCanceledException(token)), this);
        }
    }

    public override bool Take(ref RespReader reader)
    {
        if (reader.IsError)
        {
            var text = reader.GetString();
            _error ??= new RedisException(
                RedisException.KindOf(text), $"the server {_address} answered: {Shortened(text)}");
        }

        if (_repliesBefore-- > 0)
        {
            return false;
        }

        T result = default!;
        Exception? failure = _error;
        if (failure is null && Volatile.Read(ref _state) == Waiting)
        {
            try
            {
                result = _parser(ref reader);
            }
            catch (Exception unfit)
            {
                failure = unfit as RedisException ?? new RedisException(
                    FailureKind.Unknown, $"the server {_address} answered with {reader.Type}, not as asked", unfit);
            }
        }

        if (Interlocked.Exchange(ref _state, Ended) == Waiting)
        {
            // Before the outcome is set: from then on the caller may give the object back. One that was given up
            // meanwhile is never used again, or this reply would be taken for the next request's.
            _isTaken = true;
            if (failure is null)
            {
                _outcome.SetResult(result);
            }
            else
            {
                _outcome.SetException(failure);
            }
        }
        else
        {
            (result as IDisposable)?.Dispose();
        }

        return true;
    }

    public override bool TryFail(Exception failure)
    {
        if (Interlocked.Exchange(ref _state, Ended) != Waiting)
        {
            return false;
        }

        _outcome.SetException(failure);
        return true;
    }

    public T GetResult(short token)
    {
        // Waits for a registration that is running, which would otherwise end the next request of this object.
        _cancellation.Dispose();
        _cancellation = default;
        var isAgainOfUse = _isTaken;
        try
        {
            return _outcome.GetResult(token);
        }
        finally
        {
            if (isAgainOfUse)
            {
                _outcome.Reset();
                Pooled.Return(this);
            }
        }
    }

    public ValueTaskSourceStatus GetStatus(short token) => _outcome.GetStatus(token);

    public void OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _outcome.OnCompleted(continuation, state, token, flags);

    /// <summary>Servers quote what they were sent; a value must not get into a message.</summary>
    private static string Shortened(string text)
    {
        const int Max = 120;
        var end = text.IndexOf(", with args", StringComparison.Ordinal);
        text = end < 0 ? text : text[..end];
        return text.Length <= Max ? text : text[..Max] + "…";
    }
}
