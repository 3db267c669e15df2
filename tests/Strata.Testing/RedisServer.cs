using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Strata.Testing;

/// <summary>
/// A Redis server of a test's own: in a temporary folder, on a free port of 127.0.0.1, stopped and removed when it
/// is disposed of. It can be killed, paused and started again on the same port.
/// </summary>
public sealed class RedisServer : IAsyncDisposable
{
    private const int StartAttempts = 3;
    private const string ReadySentence = "Ready to accept connections";

    private static readonly string? ServerProgram = ServerPrograms.InPath("redis-server");

    private readonly TemporaryFolder _folder = new();
    private readonly RedisServerOptions _options;
    private ServerProcess? _process;

    private RedisServer(RedisServerOptions options)
    {
        _options = options;
        ProcessEnd.Do(_folder.Dispose);
        if (options.Tls)
        {
            Authority = options.Authority ?? new TestAuthority();
            WriteCertificate("server", options.CertificateNames, options.CertificateIsExpired);
            WriteCertificate("client", ["redis-cli"], isExpired: false);
            File.WriteAllText(AuthorityFile, Authority.Certificate.ExportCertificatePem());
        }
    }

    /// <summary>The port for clients: in clear text, or TLS when the options say so.</summary>
    public int Port { get; private set; }

    public int ProcessId => Process.Id;

    /// <summary>False before the start and after a kill; a paused server runs.</summary>
    public bool IsRunning => _process is { IsRunning: true };

    public bool IsPaused { get; private set; }

    /// <summary>The last lines the server wrote.</summary>
    public string Log => _process?.Log ?? "";

    /// <summary>The authority that signed the server's certificate, able to sign clients' too; null without TLS.</summary>
    public TestAuthority? Authority { get; }

    /// <summary>Where the authority's certificate stands, in PEM; only with TLS.</summary>
    public string AuthorityFile => _folder.File("authority.crt");

    /// <summary>
    /// Why tests that need a server cannot run here, or null when they can. With STRATA_REQUIRE_SERVERS=1
    /// a missing server is an error instead, so that nobody takes skipped tests for passed ones.
    /// </summary>
    /// <exception cref="InvalidOperationException">A server is required, and none is installed.</exception>
    public static string? WhyMissing() => ServerProgram is not null && RedisCommandLine.IsInstalled
        ? null
        : ServerPrograms.Missing("Redis is not installed: redis-server and redis-cli are not both in PATH.");

    /// <summary>Starts a server and waits until it accepts connections.</summary>
    public static async Task<RedisServer> StartAsync(RedisServerOptions? options = null)
    {
        if (WhyMissing() is { } reason)
        {
            throw new InvalidOperationException(reason);
        }

        var server = new RedisServer(options ?? new());
        try
        {
            await server.LaunchAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>The server as a URL: <c>redis://</c>, or <c>rediss://</c> with TLS.</summary>
    /// <param name="database">The number of the database; null to name none.</param>
    /// <param name="user">The user; null for "default", whom the URL leaves out.</param>
    /// <param name="password">Another password than the server's; null for the server's.</param>
    /// <param name="host">The host as it is to be called, such as localhost.</param>
    /// <param name="port">Another way in, such as a proxy's; null for the server's own port.</param>
    public string Url(
        int? database = null, string? user = null, string? password = null, string host = "127.0.0.1", int? port = null)
    {
        var secret = password ?? _options.Password;
        var login = user is null && secret is null
            ? ""
            : $"{user}{(secret is null ? "" : ":" + Uri.EscapeDataString(secret))}@";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"redis{(_options.Tls ? "s" : "")}://{login}{host}:{port ?? Port}{(database is null ? "" : $"/{database}")}");
    }

    /// <summary>
    /// Sends one command through redis-cli, so that a test has a second client that shares no code with ours.
    /// </summary>
    /// <param name="arguments">The command; options of redis-cli such as <c>-n 1</c> may stand before it.</param>
    /// <returns>The reply as redis-cli prints it into a pipe, without the last line end; null replies are empty.</returns>
    /// <exception cref="InvalidOperationException">The reply is an error, or there is none.</exception>
    public Task<string> CommandAsync(params string[] arguments) => RunClientAsync(arguments, null);

    /// <summary>Sends one command through redis-cli whose last argument is any bytes.</summary>
    public Task<string> CommandAsync(ReadOnlyMemory<byte> lastArgument, params string[] arguments) =>
        RunClientAsync(["-x", .. arguments], lastArgument);

    /// <summary>Kills the server as <c>kill -9</c> does; its connections break.</summary>
    public Task KillAsync() => Process.KillAsync();

    /// <summary>Stops the server where it stands: it accepts connections and bytes, and answers nothing.</summary>
    public void Pause()
    {
        Process.Pause();
        IsPaused = true;
    }

    /// <summary>Lets a paused server go on.</summary>
    public void Resume()
    {
        Process.Resume();
        IsPaused = false;
    }

    /// <summary>
    /// Kills the server if it still runs and starts it again on the same port: empty, or with its data if it is
    /// <see cref="RedisServerOptions.AppendOnly"/>.
    /// </summary>
    public async Task RestartAsync()
    {
        _process?.Dispose();
        await LaunchOnAsync(Port);
    }

    public ValueTask DisposeAsync()
    {
        ProcessEnd.Undo(_folder.Dispose);
        _process?.Dispose();
        _process = null;
        _folder.Dispose();
        if (_options.Authority is null)
        {
            Authority?.Dispose();
        }

        return ValueTask.CompletedTask;
    }

    internal Task<string> RunClientAsync(IEnumerable<string> arguments, ReadOnlyMemory<byte>? input)
    {
        string[] tls = _options.Tls
            ? ["--tls", "--cacert", AuthorityFile, "--cert", _folder.File("client.crt"), "--key", _folder.File("client.key")]
            : [];
        return RedisCommandLine.RunAsync(Port, [.. tls, .. arguments], input, _options.Password);
    }

    private ServerProcess Process => _process ?? throw new InvalidOperationException("The server was not started.");

    private async Task LaunchAsync()
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await LaunchOnAsync(PrivatePort.Next());
                return;
            }
            catch (InvalidOperationException e) when (
                attempt < StartAttempts && e.Message.Contains("in use", StringComparison.Ordinal))
            {
                // Somebody took the port between looking and starting.
            }
        }
    }

    private async Task LaunchOnAsync(int port)
    {
        Port = port;
        IsPaused = false;
        var start = new ProcessStartInfo(ServerProgram!, Arguments()) { WorkingDirectory = _folder.Path };
        _process = await ServerProcess.StartAsync(start, ReadySentence);
    }

    private List<string> Arguments()
    {
        List<string> all =
        [
            "--bind", "127.0.0.1", "--dir", _folder.Path, "--save", "", "--appendonly", _options.AppendOnly ? "yes" : "no",
        ];
        if (_options.Password is { } password)
        {
            all.AddRange(["--requirepass", password, "--masterauth", password]);
        }

        if (_options.Tls)
        {
            all.AddRange(["--port", "0", "--tls-port", Text(Port), "--tls-ca-cert-file", AuthorityFile]);
            all.AddRange(["--tls-cert-file", _folder.File("server.crt"), "--tls-key-file", _folder.File("server.key")]);
            all.AddRange(["--tls-auth-clients", _options.RequireClientCertificate ? "yes" : "no"]);
        }
        else
        {
            all.AddRange(["--port", Text(Port)]);
        }

        return [.. all, .. _options.Arguments];
    }

    private void WriteCertificate(string name, IReadOnlyList<string> names, bool isExpired)
    {
        using var certificate = Authority!.Issue(names, isExpired);
        using var key = certificate.GetECDsaPrivateKey()!;
        File.WriteAllText(_folder.File(name + ".crt"), certificate.ExportCertificatePem());
        File.WriteAllText(_folder.File(name + ".key"), key.ExportPkcs8PrivateKeyPem());
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
