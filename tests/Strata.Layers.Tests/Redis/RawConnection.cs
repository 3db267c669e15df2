using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Strata.Layers.Tests.Redis;

/// <summary>A bare connection to 127.0.0.1 that knows no protocol beyond lines. Nothing waits for ever.</summary>
internal sealed class RawConnection : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Socket _socket;
    private Stream _stream;

    private RawConnection(Socket socket)
    {
        _socket = socket;
        _stream = new NetworkStream(socket, ownsSocket: true);
    }

    /// <summary>The server's end of a connection that was accepted.</summary>
    public static RawConnection Over(Socket accepted) => new(accepted);

    public static async Task<RawConnection> OpenAsync(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port).WaitAsync(Patience);
            return new RawConnection(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Goes on in TLS, trusting one authority and insisting on the name.</summary>
    public async Task StartTlsAsync(string host, X509Certificate2 authority, X509Certificate2? own = null)
    {
        var tls = new SslStream(_stream);
        _stream = tls;
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = host,
            ClientCertificates = own is null ? [] : [own],
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { authority },
                RevocationMode = X509RevocationMode.NoCheck,
            },
        }).WaitAsync(Patience);
    }

    public Task SendAsync(string text) => SendAsync(Encoding.Latin1.GetBytes(text));

    public Task SendAsync(byte[] bytes) => _stream.WriteAsync(bytes).AsTask().WaitAsync(Patience);

    /// <summary>Says that nothing more comes.</summary>
    public void FinishSending() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>Ends the connection with a reset.</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Dispose();
    }

    /// <summary>Sends an inline command and reads the first line of the reply.</summary>
    public async Task<string> AskAsync(string command)
    {
        await SendAsync(command + "\r\n");
        return await ReadLineAsync();
    }

    /// <summary>Reads up to a line end and leaves it out.</summary>
    public async Task<string> ReadLineAsync()
    {
        var line = new StringBuilder();
        while (!line.ToString().EndsWith("\r\n", StringComparison.Ordinal))
        {
            line.Append(await ReadAsync(1));
        }

        return line.ToString(0, line.Length - 2);
    }

    /// <summary>Reads exactly that many bytes, as Latin 1.</summary>
    public async Task<string> ReadAsync(int bytes)
    {
        var buffer = new byte[bytes];
        await _stream.ReadExactlyAsync(buffer).AsTask().WaitAsync(Patience);
        return Encoding.Latin1.GetString(buffer);
    }

    /// <summary>Reads what is there, at most so much: how many bytes one read finds; 0 at the end.</summary>
    public Task<int> ReadSomeAsync(byte[] buffer) => _stream.ReadAsync(buffer).AsTask().WaitAsync(Patience);

    /// <summary>True if nothing has arrived that was not read yet, and no end.</summary>
    public bool IsSilent => !_socket.Poll(0, SelectMode.SelectRead);

    public void Dispose() => _stream.Dispose();
}
