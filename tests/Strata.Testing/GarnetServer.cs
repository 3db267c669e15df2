using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Strata.Testing;

/// <summary>
/// A Garnet server of a test's own: the second, independent implementation of Redis's protocol, so that what we
/// take for the protocol is not only one server's habit. In a temporary folder, on a free port of 127.0.0.1,
/// stopped and removed when it is disposed of.
/// </summary>
public sealed class GarnetServer : IAsyncDisposable
{
    private const string ReadySentence = "Ready to accept connections";

    private static readonly string? Program = ServerPrograms.InPath("garnet-server") ?? FindInstalledHere();

    private readonly TemporaryFolder _folder = new();
    private readonly string[] _arguments;
    private ServerProcess? _process;

    private GarnetServer(string[] arguments)
    {
        _arguments = arguments;
        ProcessEnd.Do(_folder.Dispose);
    }

    public int Port { get; } = PrivatePort.Next();

    /// <summary>
    /// Why tests that need a server cannot run here, or null when they can. With STRATA_REQUIRE_SERVERS=1
    /// a missing server is an error instead, so that nobody takes skipped tests for passed ones.
    /// </summary>
    /// <exception cref="InvalidOperationException">A server is required, and none is installed.</exception>
    public static string? WhyMissing() => Program is not null
        ? null
        : ServerPrograms.Missing("Garnet is not installed: garnet-server is neither in PATH nor in artifacts/garnet.");

    /// <summary>Starts a server, small and with Lua, and waits until it accepts connections.</summary>
    /// <param name="arguments">More of garnet-server's arguments, as in <c>--auth Password --password secret</c>.</param>
    public static async Task<GarnetServer> StartAsync(params string[] arguments)
    {
        if (WhyMissing() is { } reason)
        {
            throw new InvalidOperationException(reason);
        }

        var server = new GarnetServer(arguments);
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

    /// <summary>The server as a URL for people and programs.</summary>
    public string Url() => $"redis://127.0.0.1:{Port.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>Sends one command through redis-cli, which has to be installed.</summary>
    /// <exception cref="InvalidOperationException">The reply is an error, or there is none.</exception>
    public Task<string> CommandAsync(params string[] arguments) => RedisCommandLine.RunAsync(Port, arguments);

    /// <summary>Kills the server as <c>kill -9</c> does; its connections break.</summary>
    public Task KillAsync() => _process!.KillAsync();

    /// <summary>Kills the server if it still runs and starts it again, empty, on the same port.</summary>
    public Task RestartAsync()
    {
        _process?.Dispose();
        return LaunchAsync();
    }

    public ValueTask DisposeAsync()
    {
        ProcessEnd.Undo(_folder.Dispose);
        _process?.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task LaunchAsync()
    {
        string[] arguments =
        [
            "--port", Port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--lua",
            "--memory", "64m", "--index", "1m", "--checkpointdir", _folder.Path, .. _arguments,
        ];
        var start = new ProcessStartInfo(Program!, arguments) { WorkingDirectory = _folder.Path };
        // A tool's launcher looks for .NET in the usual places only; the one that runs the tests is good enough.
        start.Environment.TryAdd("DOTNET_ROOT", Path.GetFullPath("../../..", RuntimeEnvironment.GetRuntimeDirectory()));
        _process = await ServerProcess.StartAsync(start, ReadySentence);
    }

    // Where eng/install-servers puts it: artifacts/garnet of the repository these tests were built in.
    private static string? FindInstalledHere()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Strata.slnx")))
            {
                var file = ServerPrograms.FileIn(Path.Combine(folder.FullName, "artifacts", "garnet"), "garnet-server");
                return File.Exists(file) ? file : null;
            }
        }

        return null;
    }
}
