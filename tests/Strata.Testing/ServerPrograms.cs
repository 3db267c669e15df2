using System.Diagnostics;

namespace Strata.Testing;

/// <summary>Where the programs of outside servers are, and what they say when run to their end.</summary>
internal static class ServerPrograms
{
    /// <summary>The path of a program in PATH, or null.</summary>
    public static string? InPath(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Where(folder => folder.Length > 0)
            .Select(folder => FileIn(folder, name))
            .FirstOrDefault(File.Exists);

    /// <summary>The file a program has in a folder, there or not.</summary>
    public static string FileIn(string folder, string name) =>
        Path.Combine(folder, OperatingSystem.IsWindows() ? name + ".exe" : name);

    /// <summary>
    /// The sentence that says why tests cannot run here. With STRATA_REQUIRE_SERVERS=1 it is an error instead, so
    /// that nobody takes skipped tests for passed ones.
    /// </summary>
    /// <exception cref="InvalidOperationException">A server is required.</exception>
    public static string Missing(string sentence) =>
        Environment.GetEnvironmentVariable("STRATA_REQUIRE_SERVERS") == "1"
            ? throw new InvalidOperationException(sentence)
            : sentence;

    /// <summary>Runs a program to its end and answers what it wrote to its standard output.</summary>
    /// <param name="program">A path, or a name in PATH.</param>
    /// <param name="arguments">Passed on as they are; no shell reads them.</param>
    /// <param name="input">What it reads from its standard input; null for nothing.</param>
    /// <param name="environment">Variables it gets besides ours.</param>
    /// <exception cref="InvalidOperationException">It failed; the message holds what it said.</exception>
    public static async Task<string> RunAsync(
        string program,
        IEnumerable<string> arguments,
        ReadOnlyMemory<byte>? input = null,
        IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Path.GetTempPath(),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(input ?? default);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading; its exit code says why.
        }

        await Task.WhenAll(output, errors);
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? await output
            : throw new InvalidOperationException(
                $"{Path.GetFileName(program)} failed with {process.ExitCode}: {(await output + await errors).Trim()}");
    }
}
