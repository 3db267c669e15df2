using Strata.Redis.Client;
using Strata.Resp;

namespace Strata.Redis;

/// <summary>Asks the server on each connection to tell us of changes, and passes on what it tells.</summary>
internal sealed class TrackingSession<TKey>(bool isWanted, KeyReader<TKey> readKey) : IRedisSession
{
    private readonly Lock _lock = new();
    private IChangeListener<TKey>? _listener;
    private bool _isReady;
    private volatile bool _isTracking;
    private volatile string _coherence = isWanted ? "off: not connected yet" : "off: not wanted";

    /// <summary>Whether the server tells us of changes to keys we read.</summary>
    public bool IsTracking => _isTracking;

    public string Coherence => _coherence;

    public bool Listen(IChangeListener<TKey> listener)
    {
        lock (_lock)
        {
            if (_listener is not null)
            {
                throw new InvalidOperationException(
                    "The layer belongs to a cache already; each has layers of its own.");
            }

            _listener = listener;
            if (_isReady)
            {
                listener.Trust();
            }

            return isWanted;
        }
    }

    public async Task BeginAsync(
        RedisConnection connection, ServerGreeting greeting, CancellationToken cancellationToken)
    {
        _isTracking = false;
        if (!isWanted)
        {
            return;
        }

        if (!greeting.IsResp3)
        {
            _coherence = "off: the server does not speak RESP3, so it cannot push; faster layers keep nothing";
            return;
        }

        try
        {
            await connection.SendAsync(0, WriteTracking, 1, AnyReply.Accept, cancellationToken)
                .ConfigureAwait(false);
            _isTracking = true;
        }
        catch (RedisException failure) when (failure.Kind == FailureKind.Unknown)
        {
            _coherence =
                $"off: {greeting.Server} {greeting.Version} has no CLIENT TRACKING; faster layers keep nothing";
        }
    }

    public void Ready(RedisConnection connection)
    {
        lock (_lock)
        {
            // One that is over by now has said so, or waits to say it.
            if (_isTracking && connection.Failure is null)
            {
                _isReady = true;
                _coherence = "on: the server pushes every change to keys read or written here (CLIENT TRACKING)";
                _listener?.Trust();
            }
        }
    }

    public void Pushed(ref RespReader reader)
    {
        var items = reader.ItemCount;
        if (_listener is not { } listener || items < 2)
        {
            return;
        }

        reader.Read();
        if (!reader.ValueEquals("invalidate"u8))
        {
            return;
        }

        reader.Read();
        if (reader.IsNull)
        {
            listener.ChangeAll();
            return;
        }

        for (var left = reader.ItemCount; left > 0; left--)
        {
            reader.Read();
            if (readKey(reader.ValueSpan, out var key))
            {
                listener.Change(key);
            }
        }
    }

    public void Lost()
    {
        lock (_lock)
        {
            _isTracking = _isReady = false;
            if (isWanted)
            {
                _coherence = "off: the connection is lost; faster layers keep nothing until it is back";
                _listener?.Distrust();
            }
        }
    }

    private static void WriteTracking(RespWriter writer, int nothing)
    {
        writer.WriteCommand("CLIENT"u8, 3);
        writer.WriteBulkString("TRACKING"u8);
        writer.WriteBulkString("ON"u8);
        writer.WriteBulkString("NOLOOP"u8);
    }
}
