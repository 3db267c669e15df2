using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Net.Sockets;
using Strata.Resp;

namespace Strata.Redis.Client;

/// <summary>One connection to a server, shared by all callers, from its handshake to its end.</summary>
/// <remarks>
/// <para>
/// <b>Writing.</b> A caller appends its request to a buffer and its <see cref="PendingReply"/> to a queue, under
/// one lock, so both have one order. If nobody sends, a work item is queued that does: callers that run before
/// it add to the same buffer, and all of them go to the socket in one call. While a send is under way the other
/// buffer fills.
/// </para>
/// <para>
/// <b>Reading.</b> A thread of its own, so that changes are heard however busy the thread pool is, hands each
/// reply to the first request in the queue and each push to the handler, in the order in which the server wrote
/// them. Callers go on elsewhere, so that none of them holds up the rest.
/// </para>
/// <para>
/// <b>Ends.</b> A request that times out or is cancelled ends for its caller and keeps its place. When the
/// stream breaks, ends, or is no RESP, the connection is over: its owner is told first, then everyone who waits,
/// and nothing more is sent. A connection does not come back; <see cref="RedisLink"/> makes another.
/// </para>
/// </remarks>
internal sealed class RedisConnection : IAsyncDisposable
{
    private const int ReceiveBytes = 64 * 1024;

    private readonly RedisClientOptions _options;
    private readonly string _address;
    private readonly Stream _stream;
    private readonly PushHandler _pushed;
    private readonly Action _lost;
    private readonly Lock _lock = new();
    private readonly ReplyQueue _queue = new();
    private readonly RespFrameScanner _scanner;
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private OutputBuffer _filling = new();
    private OutputBuffer _sending = new();
    private RespWriter _fillingWriter;
    private RespWriter _sendingWriter;
    private TaskCompletionSource? _room;
    private Exception? _failure;
    private bool _isSending;
    private long _heardAt;
    private long _sentAt;

    private RedisConnection(
        RedisClientOptions options, string address, Stream stream, PushHandler pushed, Action lost)
    {
        _options = options;
        _address = address;
        _stream = stream;
        _pushed = pushed;
        _lost = lost;
        _scanner = new RespFrameScanner(options.Limits);
        _fillingWriter = new RespWriter(_filling);
        _sendingWriter = new RespWriter(_sending);
        _heardAt = options.TimeProvider.GetTimestamp();
    }

    /// <summary>Completes when the connection is over.</summary>
    public Task Closed => _closed.Task;

    /// <summary>Why it is over; null while it is not.</summary>
    public Exception? Failure => Volatile.Read(ref _failure);

    /// <summary>Connects, with TLS if the URL says so; no request has been sent then.</summary>
    /// <param name="url">The server.</param>
    /// <param name="options">Limits and times.</param>
    /// <param name="pushed">Hears pushes, between two replies.</param>
    /// <param name="lost">Called once when the connection is over, before those who wait learn it.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="RedisException">There is no server, or its certificate is not accepted.</exception>
    public static async Task<RedisConnection> ConnectAsync(
        RedisUrl url,
        RedisClientOptions options,
        PushHandler pushed,
        Action lost,
        CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        Stream? stream = null;
        try
        {
            await socket.ConnectAsync(url.Host, url.Port, cancellationToken).ConfigureAwait(false);
            stream = new NetworkStream(socket, ownsSocket: true);
            if (url.IsTls)
            {
                var secure = new SslStream(stream, leaveInnerStreamOpen: false);
                stream = secure;
                await secure.AuthenticateAsClientAsync(options.Tls(url.Host), cancellationToken).ConfigureAwait(false);
            }

            var connection = new RedisConnection(options, url.Address, stream, pushed, lost);
            new Thread(connection.Receive) { IsBackground = true, Name = $"Strata {url.Address}" }.Start();
            return connection;
        }
        catch (Exception failure)
        {
            if (stream is not null)
            {
                await stream.DisposeAsync().ConfigureAwait(false);
            }

            socket.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            throw NotConnected(url, failure);
        }
    }

    /// <summary>Writes the question for a sign of life.</summary>
    public static void WritePing(RespWriter writer, int nothing) => writer.WriteCommand("PING"u8, 0);

    /// <summary>Sends a request and waits for its reply.</summary>
    /// <typeparam name="TState">What the request is written from.</typeparam>
    /// <typeparam name="T">What the reply becomes.</typeparam>
    /// <param name="state">Handed to <paramref name="write"/>.</param>
    /// <param name="write">Writes the request; short, for others wait to write theirs.</param>
    /// <param name="replies">How many replies it has; the last one is parsed, any error among them fails it.</param>
    /// <param name="parse">Makes the result.</param>
    /// <param name="cancellationToken">Ends the wait; whether the server does it is not known then.</param>
    /// <exception cref="RedisException">The server said no, did not answer in time, or is gone.</exception>
    public ValueTask<T> SendAsync<TState, T>(
        TState state,
        Action<RespWriter, TState> write,
        int replies,
        ReplyParser<T> parse,
        CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<T>(cancellationToken);
        }

        var reply = PendingReply<T>.Rent(parse, replies - 1, _address);
        reply.EndOn(cancellationToken);
        var task = reply.Task;
        return TryQueue(state, write, reply, out var room)
            ? task
            : QueueLaterAsync(state, write, reply, task, room);
    }

    /// <summary>
    /// Ends the wait of requests that took too long, asks a silent server for a sign of life, and gives it up when
    /// none comes.
    /// </summary>
    public void CheckTime()
    {
        var clock = _options.TimeProvider;
        var now = clock.GetTimestamp();
        List<PendingReply>? late = null;
        bool isIdle, isUnanswered;
        lock (_lock)
        {
            // A request that has not gone out yet, because this process is busy, says nothing about the server.
            isIdle = _queue.Count == 0;
            isUnanswered = !isIdle && Volatile.Read(ref _sentAt) > _queue.First.QueuedAt
                && clock.GetElapsedTime(_queue.First.QueuedAt, now) >= _options.HeartbeatInterval;
            for (var i = 0; i < _queue.Count; i++)
            {
                if (clock.GetElapsedTime(_queue[i].QueuedAt, now) < _options.OperationTimeout)
                {
                    break;
                }

                (late ??= []).Add(_queue[i]);
            }
        }

        foreach (var reply in late ?? [])
        {
            reply.TryFail(new RedisException(
                FailureKind.Timeout,
                $"the server {_address} did not answer within {_options.OperationTimeout.TotalMilliseconds} ms"));
        }

        var silence = clock.GetElapsedTime(Volatile.Read(ref _heardAt), now);
        if (silence >= _options.HeartbeatInterval * 2 && isUnanswered)
        {
            Close(new RedisException(
                FailureKind.Timeout,
                $"the server {_address} gave no sign of life for {silence.TotalMilliseconds:0} ms"));
        }
        else if (silence >= _options.HeartbeatInterval / 2 && isIdle)
        {
            TryQueue(0, WritePing, PendingReply<bool>.Rent(AnyReply.Accept, 0, _address), out _);
        }
    }

    public ValueTask DisposeAsync()
    {
        Close(new RedisException(FailureKind.Permanent, $"the connection to {_address} is closed"));
        return ValueTask.CompletedTask;
    }

    private static RedisException NotConnected(RedisUrl url, Exception failure) => failure switch
    {
        System.Security.Authentication.AuthenticationException => new(
            FailureKind.Authentication, $"TLS with {url.Address} failed: {failure.Message}", failure),
        SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData } => new(
            FailureKind.Transient, $"there is no host '{url.Host}'", failure),
        _ => new(FailureKind.Transient, $"cannot connect to {url.Address}: {failure.Message}", failure),
    };

    private bool TryQueue<TState, T>(
        TState state,
        Action<RespWriter, TState> write,
        PendingReply<T> reply,
        [NotNullWhen(false)] out Task? room)
    {
        lock (_lock)
        {
            if (_failure is not null)
            {
                room = null!;
                reply.TryFail(_failure);
                return true;
            }

            if (_queue.Count >= _options.RequestsMax || _filling.Length >= _options.QueueBytesMax)
            {
                _room ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
                room = _room.Task;
                return false;
            }

            var length = _filling.Length;
            try
            {
                write(_fillingWriter, state);
            }
            catch
            {
                _filling.Truncate(length);
                throw;
            }

            room = null!;
            reply.QueuedAt = _options.TimeProvider.GetTimestamp();
            _queue.Add(reply);
            if (_isSending)
            {
                return true;
            }

            _isSending = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(static connection => _ = connection.SendAsync(), this, preferLocal: false);
        return true;
    }

    /// <summary>Waits for room: the server, or the way to it, is slower than the callers.</summary>
    private async ValueTask<T> QueueLaterAsync<TState, T>(
        TState state, Action<RespWriter, TState> write, PendingReply<T> reply, ValueTask<T> task, Task room)
    {
        // Not in the queue yet, so CheckTime does not see it.
        var wait = task.AsTask();
        while (true)
        {
            try
            {
                await Task.WhenAny(room, wait)
                    .WaitAsync(_options.OperationTimeout, _options.TimeProvider)
                    .ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                reply.TryFail(new RedisException(
                    FailureKind.Timeout,
                    $"{_options.RequestsMax} requests or {_options.QueueBytesMax} bytes wait for {_address} already"));
            }

            if (wait.IsCompleted || TryQueue(state, write, reply, out room!))
            {
                return await wait.ConfigureAwait(false);
            }
        }
    }

    private async Task SendAsync()
    {
        try
        {
            while (true)
            {
                lock (_lock)
                {
                    if (_filling.Length == 0 || _failure is not null)
                    {
                        _isSending = false;
                        return;
                    }

                    (_filling, _sending) = (_sending, _filling);
                    (_fillingWriter, _sendingWriter) = (_sendingWriter, _fillingWriter);
                    SignalRoom();
                }

                await _stream.WriteAsync(_sending.Written).ConfigureAwait(false);
                Volatile.Write(ref _sentAt, _options.TimeProvider.GetTimestamp());
                _sending.Clear();
            }
        }
        catch (Exception failure)
        {
            Close(Broken(failure));
        }
    }

    private void Receive()
    {
        var buffer = new byte[ReceiveBytes];
        int start = 0, end = 0;
        try
        {
            while (true)
            {
                if (start == end)
                {
                    start = end = 0;
                    buffer = buffer.Length > ReceiveBytes * 16 ? new byte[ReceiveBytes] : buffer;
                }
                else if (buffer.Length - end < Math.Min(_scanner.BytesNeeded, ReceiveBytes / 4))
                {
                    (buffer, start, end) = Enlarged(buffer, start, end);
                }

                var count = _stream.Read(buffer.AsSpan(end));
                if (count == 0)
                {
                    throw new EndOfStreamException("the server closed the connection");
                }

                Volatile.Write(ref _heardAt, _options.TimeProvider.GetTimestamp());
                end += count;
                start += Dispatch(buffer.AsSpan(start, end - start));
            }
        }
        catch (Exception failure)
        {
            Close(Broken(failure));
        }
    }

    /// <summary>Room for more of a reply: what is there moves to the front of the same or a larger array.</summary>
    private static (byte[] Buffer, int Start, int End) Enlarged(byte[] buffer, int start, int end)
    {
        var length = end - start;

        // Doubling, not what was announced: memory is set aside for bytes that have come.
        var target = length >= buffer.Length / 2 ? new byte[Math.Min(Array.MaxLength, buffer.Length * 2L)] : buffer;
        Buffer.BlockCopy(buffer, start, target, 0, length);
        return (target, 0, length);
    }

    /// <summary>Hands out the whole replies at the beginning of some bytes, and says how long they were.</summary>
    private int Dispatch(ReadOnlySpan<byte> bytes)
    {
        var consumed = 0;
        while (consumed < bytes.Length && _scanner.TryScan(bytes[consumed..], out var length))
        {
            var reader = new RespReader(bytes.Slice(consumed, length), _options.Limits);
            reader.Read();
            while (reader.Type == RespType.Attribute)
            {
                reader.TrySkipItems();
                reader.Read();
            }

            if (reader.Type == RespType.Push)
            {
                _pushed(ref reader);
            }
            else
            {
                HandOver(ref reader);
            }

            consumed += length;
        }

        return consumed;
    }

    private void HandOver(ref RespReader reader)
    {
        PendingReply first;
        lock (_lock)
        {
            first = _queue.Count > 0
                ? _queue.First
                : throw new RedisException(FailureKind.Transient, "it answered what was not asked");
        }

        if (first.Take(ref reader))
        {
            lock (_lock)
            {
                if (_queue.Count > 0)
                {
                    _queue.RemoveFirst();
                }

                SignalRoom();
            }
        }
    }

    /// <summary>Lets those who wait for room look again. The caller holds the lock.</summary>
    private void SignalRoom()
    {
        if (_room is not null && _queue.Count < _options.RequestsMax && _filling.Length < _options.QueueBytesMax)
        {
            _room.TrySetResult();
            _room = null;
        }
    }

    private RedisException Broken(Exception failure) => failure switch
    {
        RespProtocolException => new(
            FailureKind.Transient, $"{_address} does not speak the protocol of Redis: {failure.Message}", failure),
        _ => new(FailureKind.Transient, $"the connection to {_address} broke: {failure.Message}", failure),
    };

    private void Close(Exception failure)
    {
        var waiting = new List<PendingReply>();
        TaskCompletionSource? room;
        lock (_lock)
        {
            if (_failure is not null)
            {
                return;
            }

            Volatile.Write(ref _failure, failure);
            while (_queue.Count > 0)
            {
                waiting.Add(_queue.First);
                _queue.RemoveFirst();
            }

            room = _room;
            _room = null;
        }

        _lost();
        _stream.Dispose();
        foreach (var reply in waiting)
        {
            reply.TryFail(failure);
        }

        room?.TrySetResult();
        _closed.TrySetResult();
    }
}
