using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Strata.Testing;

/// <summary>
/// A TCP proxy between a client and a server on this machine, with faults that are switched while it runs: those
/// of one direction on <see cref="ToServer"/> and <see cref="ToClient"/>, those of connections here.
/// </summary>
public sealed class FaultProxy : IAsyncDisposable
{
    private const int Backlog = 512;

    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<ProxyConnection, Task> _connections = new();
    private readonly Tally _accepted = new();
    private readonly Lock _lock = new();
    private Socket? _listener;
    private Task _accepting = Task.CompletedTask;
    private volatile int _targetPort;

    /// <summary>Starts to listen on a free port of 127.0.0.1.</summary>
    /// <param name="targetPort">The port of 127.0.0.1 that connections are passed on to.</param>
    /// <param name="time">What delays are measured with; null for the system's clock.</param>
    public FaultProxy(int targetPort, TimeProvider? time = null)
    {
        _targetPort = targetPort;
        _time = time ?? TimeProvider.System;
        Port = PrivatePort.Next();
        Accept();
    }

    /// <summary>The port clients connect to; it stays the same when the proxy refuses and accepts again.</summary>
    public int Port { get; }

    /// <summary>Where new connections go, as when an address moves to another server.</summary>
    public int TargetPort
    {
        get => _targetPort;
        set => _targetPort = value;
    }

    public ProxyDirection ToServer { get; } = new();

    public ProxyDirection ToClient { get; } = new();

    /// <summary>How many connections were accepted since the start.</summary>
    public int ConnectionsAccepted => (int)_accepted.Value;

    /// <summary>How many of them have not ended.</summary>
    public int ConnectionsOpen => _connections.Count;

    /// <summary>Completes as soon as that many connections were accepted, counted from the start.</summary>
    public Task WhenAcceptedAsync(int connections) => _accepted.WhenAsync(connections);

    /// <summary>Resets all connections: both sides see "connection reset by peer". New ones are accepted.</summary>
    public void Cut() => ForEach(connection => connection.Reset());

    /// <summary>Ends all connections in order, as a server does that closes idle ones. New ones are accepted.</summary>
    public void Close() => ForEach(connection => connection.Close());

    /// <summary>Ends one direction of all connections: its receiver reads the end, and can go on to speak.</summary>
    public void HalfClose(ProxyDirection direction) => ForEach(connection => connection.HalfClose(direction));

    /// <summary>Stops listening, so that new connections are refused. Those that stand stay.</summary>
    public void Refuse()
    {
        lock (_lock)
        {
            if (_listener is not null)
            {
                StopListening(_listener);
                _listener = null;
            }
        }
    }

    /// <summary>Listens again after <see cref="Refuse"/>.</summary>
    public void Accept()
    {
        lock (_lock)
        {
            if (_listener is not null)
            {
                return;
            }

            _listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            _listener.Bind(new IPEndPoint(IPAddress.Loopback, Port));
            _listener.Listen(Backlog);
            _accepting = Task.WhenAll(_accepting, AcceptAsync(_listener));
        }
    }

    /// <summary>Resets all connections and refuses new ones: the server is gone.</summary>
    public void GoDown()
    {
        Refuse();
        Cut();
    }

    /// <summary>Takes all faults back and accepts connections again. Those that were reset are not mended.</summary>
    public void Heal()
    {
        ToServer.Heal();
        ToClient.Heal();
        Accept();
    }

    /// <summary>Resets what is connected and waits until nothing of the proxy runs any more.</summary>
    public async ValueTask DisposeAsync()
    {
        Refuse();
        await _accepting;
        Cut();
        await Task.WhenAll(_connections.Values);
    }

    // Closing alone is not enough while another thread starts a process: until the child has become its program,
    // it holds a copy of the listener, which would go on to take connections.
    private static void StopListening(Socket listener)
    {
        try
        {
            listener.Shutdown(SocketShutdown.Both);
        }
        catch (SocketException)
        {
            // Not every system lets a listener be shut down; all close it.
        }

        listener.Dispose();
    }

    private async Task AcceptAsync(Socket listener)
    {
        while (true)
        {
            Socket client;
            try
            {
                client = await listener.AcceptAsync();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }

            Serve(client);
        }
    }

    private void Serve(Socket client)
    {
        var connection = new ProxyConnection(this, client, _time);
        var served = new TaskCompletionSource();
        _connections[connection] = served.Task;
        _accepted.Add(1);
        _ = ServeAsync();

        async Task ServeAsync()
        {
            await connection.RunAsync(TargetPort);
            connection.Dispose();
            _connections.TryRemove(connection, out _);
            served.SetResult();
        }
    }

    private void ForEach(Action<ProxyConnection> act)
    {
        foreach (var connection in _connections.Keys)
        {
            act(connection);
        }
    }
}
