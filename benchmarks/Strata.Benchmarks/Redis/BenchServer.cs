using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Strata.Benchmarks.Redis;

/// <summary>A Redis server of the benchmark's own: on a free port, holding nothing on disk, stopped by process.</summary>
internal sealed class BenchServer : IDisposable
{
    private readonly Process _process;

    private BenchServer(Process process, int port) => (_process, Port) = (process, port);

    public int Port { get; }

    /// <summary>Starts it and waits until it takes connections.</summary>
    public static async Task<BenchServer> StartAsync()
    {
        var port = FreePort();
        var start = new ProcessStartInfo("redis-server") { RedirectStandardOutput = true };
        string[] arguments =
            ["--bind", "127.0.0.1", "--port", Text(port), "--save", "", "--appendonly", "no"];
        Array.ForEach(arguments, start.ArgumentList.Add);
        var process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            if (line.Contains("Ready to accept", StringComparison.Ordinal))
            {
                return new BenchServer(process, port);
            }
        }

        throw new InvalidOperationException("redis-server did not start");
    }

    /// <summary>Runs redis-benchmark on one connection.</summary>
    /// <returns>Requests a second, as it printed them.</returns>
    public async Task<double> BenchmarkAsync(string test, int depth, int requests)
    {
        var start = new ProcessStartInfo("redis-benchmark") { RedirectStandardOutput = true };
        string[] arguments =
        [
            "-p", Text(Port), "-c", "1", "-P", Text(depth), "-t", test, "-d", "100", "-n", Text(requests), "-q", "--csv",
        ];
        Array.ForEach(arguments, start.ArgumentList.Add);
        using var process = Process.Start(start)!;
        var text = await process.StandardOutput.ReadToEndAsync().ConfigureAwait(false);
        await process.WaitForExitAsync().ConfigureAwait(false);
        var line = text.Split('\n').Last(l => l.StartsWith($"\"{test.ToUpperInvariant()}", StringComparison.Ordinal));
        return double.Parse(line.Split(',')[1].Trim('"'), CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
