using System.Diagnostics;
using System.Globalization;

namespace Strata.Benchmarks.Redis;

/// <summary>The benchmark that comes with Redis, on one connection.</summary>
internal static class RedisBenchmark
{
    /// <summary>Runs it to its end.</summary>
    /// <returns>Requests a second, as it printed them.</returns>
    public static async Task<double> RunAsync(int port, string test, int depth, int requests)
    {
        var start = new ProcessStartInfo("redis-benchmark") { RedirectStandardOutput = true };
        string[] arguments =
        [
            "-p", Text(port), "-c", "1", "-P", Text(depth), "-t", test, "-d", "100", "-n", Text(requests), "-q", "--csv",
        ];
        Array.ForEach(arguments, start.ArgumentList.Add);
        using var process = Process.Start(start)!;
        var text = await process.StandardOutput.ReadToEndAsync().ConfigureAwait(false);
        await process.WaitForExitAsync().ConfigureAwait(false);
        var line = text.Split('\n').Last(l => l.StartsWith($"\"{test.ToUpperInvariant()}", StringComparison.Ordinal));
        return double.Parse(line.Split(',')[1].Trim('"'), CultureInfo.InvariantCulture);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
