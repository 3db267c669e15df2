using System.Net;
using System.Net.Sockets;

namespace Strata.Testing;

/// <summary>One client of a <see cref="FaultProxy"/> and its connection to the server: two sockets, two pumps.</summary>
internal sealed class ProxyConnection : IDisposable
{
    private const int PieceBytes = 16 * 1024;

    private readonly FaultProxy _proxy;
    private readonly TimeProvider _time;
    private readonly Socket _client;
    private readonly Socket _server = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _ended = new();
    private readonly Lock _lock = new();
    private volatile bool _clientIsShut;
    private volatile bool _serverIsShut;
    private bool _isClosed;

    public ProxyConnection(FaultProxy proxy, Socket client, TimeProvider time)
    {
        (_proxy, _client, _time) = (proxy, client, time);
        _client.NoDelay = _server.NoDelay = true;
    }

    /// <summary>Passes bytes both ways until both sides have ended, or one was reset.</summary>
    public async Task RunAsync(int targetPort)
    {
        try
        {
            await _server.ConnectAsync(IPAddress.Loopback, targetPort, _ended.Token);
            await Task.WhenAll(
                PumpAsync(_client, _server, _proxy.ToServer), PumpAsync(_server, _client, _proxy.ToClient));
        }
        catch (Exception e) when (IsBroken(e))
        {
            Reset();
        }
    }

    /// <summary>Breaks the connection to both sides: what they do next fails with "connection reset by peer".</summary>
    public void Reset() => End(socket =>
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Dispose();
    });

    /// <summary>Ends the connection to both sides in order: they read an end of the stream.</summary>
    public void Close() => End(socket => Shutdown(socket, SocketShutdown.Both));

    /// <summary>Tells one side that nothing more will come; it may go on to speak.</summary>
    public void HalfClose(ProxyDirection direction) =>
        Shut(ReferenceEquals(direction, _proxy.ToServer) ? _server : _client);

    /// <summary>Frees the sockets; while a pump reads from one, this breaks the connection.</summary>
    public void Dispose()
    {
        Close();
        _client.Dispose();
        _server.Dispose();
        _ended.Dispose();
    }

    private async Task PumpAsync(Socket from, Socket to, ProxyDirection direction)
    {
        var hasGap = false;
        try
        {
            var buffer = new byte[PieceBytes];
            while (await from.ReceiveAsync(buffer, _ended.Token) is var count)
            {
                // Before anybody hears of the bytes: who waited for them may take the fault back at once.
                hasGap |= direction.IsBlackHole;
                direction.CountReceived(count);
                await DelayAsync(direction);
                hasGap |= direction.IsBlackHole;
                if (count == 0)
                {
                    break;
                }

                if (!hasGap && !IsShut(to) && !await ForwardAsync(to, buffer.AsMemory(0, count), direction))
                {
                    return;
                }
            }

            if (!hasGap)
            {
                Shut(to);
            }
        }
        catch (Exception e) when (IsBroken(e))
        {
            // The other side learns of it as it would without a proxy, unless the news, too, is lost.
            if (!hasGap && !direction.IsBlackHole)
            {
                Reset();
            }
        }
    }

    private async Task DelayAsync(ProxyDirection direction)
    {
        if (direction.Delay is var delay && delay > TimeSpan.Zero)
        {
            await Task.Delay(delay, _time, _ended.Token);
        }

        await direction.Stall.WaitAsync(_ended.Token);
    }

    /// <summary>Passes a piece on, as harmed as the direction wants it; false if the connection was cut in it.</summary>
    private async Task<bool> ForwardAsync(Socket to, Memory<byte> piece, ProxyDirection direction)
    {
        var allowed = direction.Pass(piece.Span);
        var left = piece[..allowed];
        try
        {
            while (left.Length > 0)
            {
                var sent = await to.SendAsync(direction.IsTrickle ? left[..1] : left, _ended.Token);
                direction.CountForwarded(sent);
                left = left[sent..];
            }
        }
        catch (SocketException) when (IsShut(to))
        {
            // Half-closed under way: what comes after that is dropped.
        }

        if (allowed < piece.Length)
        {
            Reset();
        }

        return allowed == piece.Length;
    }

    private bool IsShut(Socket to) => ReferenceEquals(to, _server) ? _serverIsShut : _clientIsShut;

    private void Shut(Socket to)
    {
        lock (_lock)
        {
            if (_isClosed || IsShut(to))
            {
                return;
            }

            _ = ReferenceEquals(to, _server) ? _serverIsShut = true : _clientIsShut = true;
            Shutdown(to, SocketShutdown.Send);
        }
    }

    private void End(Action<Socket> end)
    {
        lock (_lock)
        {
            if (_isClosed)
            {
                return;
            }

            _isClosed = true;
            end(_client);
            end(_server);
            _ended.Cancel();
        }
    }

    private static void Shutdown(Socket socket, SocketShutdown how)
    {
        try
        {
            socket.Shutdown(how);
        }
        catch (SocketException)
        {
            // Not connected, or no more: there is nobody to tell.
        }
    }

    private static bool IsBroken(Exception e) =>
        e is SocketException or ObjectDisposedException or OperationCanceledException;
}
