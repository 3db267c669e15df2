using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Strata.Testing;

/// <summary>
/// Ports of 127.0.0.1 for servers that tests start, stop and start again. They lie below the ports that systems
/// hand out to clients: else a client of some other test could sit on the port of a server that is down, or a
/// client that reconnects to it be connected to itself.
/// </summary>
internal static class PrivatePort
{
    /// <summary>How far the second port of a Redis Cluster node, its bus, is from the first.</summary>
    public const int ToBus = 10_000;

    private const int First = 10_000;

    // The buses end where the clients' ports begin, on Linux at 32,768.
    private const int End = 32_768 - ToBus;

    private static readonly ConcurrentDictionary<int, bool> Given = new();

    /// <summary>A port that nobody listens on and no test of this process was given; its bus is free, too.</summary>
    public static int Next()
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(First, End);
            if (IsFree(port) && IsFree(port + ToBus) && Given.TryAdd(port, true) && Given.TryAdd(port + ToBus, true))
            {
                return port;
            }
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
