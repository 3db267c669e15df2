using System.Diagnostics;
using System.Runtime.InteropServices;
using Strata.Testing;

namespace Strata.Lab.Tests.Cli;

/// <summary>
/// The real command in a process of its own, in an empty folder of its own. Runs share the folder of generated
/// data unless they are given one.
/// </summary>
internal sealed class StrataProcess : IDisposable
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(2);

    private readonly TemporaryFolder _folder = new();

    public string Folder => _folder.Path;

    public string CacheFolder => Path.Combine(Folder, "cache", "strata");

    /// <summary>The logs in the default place, oldest first.</summary>
    public IReadOnlyList<string> Logs => Directory.Exists(Path.Combine(Folder, "logs"))
        ? [.. Directory.GetFiles(Path.Combine(Folder, "logs")).Order(StringComparer.Ordinal)]
        : [];

    public async Task<(int Exit, string Output, string Error)> RunAsync(string arguments, string? input = null)
    {
        using var process = Start(arguments);
        if (input is not null)
        {
            await process.StandardInput.WriteAsync(input);
        }

        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        return await EndOfAsync(process, output, error);
    }

    public Process Start(string arguments)
    {
        var command = Path.Combine(AppContext.BaseDirectory, "Strata.Cli.dll");
        var start = new ProcessStartInfo("dotnet", $"\"{command}\" {arguments}")
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["XDG_CACHE_HOME"] = Path.Combine(Folder, "cache");
        start.Environment["HOME"] = Folder;
        return Process.Start(start)!;
    }

    public static async Task<(int Exit, string Output, string Error)> EndOfAsync(
        Process process, Task<string> output, Task<string> error, TimeSpan? timeLimit = null)
    {
        using var limit = new CancellationTokenSource(timeLimit ?? TimeLimit, TimeProvider.System);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"The command did not end within {(timeLimit ?? TimeLimit).TotalSeconds} s.");
        }

        return (process.ExitCode, await output, await error);
    }

    /// <summary>
    /// Skips where the signal of Ctrl-C is ignored and every child inherits that, as a shell without job control
    /// has it for what it starts in the background.
    /// </summary>
    public static void SkipWhereInterruptIsIgnored()
    {
        const ulong SigintBit = 1 << 1;
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are sent on Linux and macOS only.");
        if (OperatingSystem.IsLinux())
        {
            var ignored = File.ReadLines("/proc/self/status").Single(line => line.StartsWith("SigIgn:", StringComparison.Ordinal));
            var isIgnored = (Convert.ToUInt64(ignored["SigIgn:".Length..].Trim(), 16) & SigintBit) != 0;
            Assert.SkipWhen(isIgnored, "This process was started with SIGINT ignored.");
        }
    }

    /// <summary>What Ctrl-C sends. A process that has ended meanwhile is past it; its exit code tells.</summary>
    public static void Interrupt(Process process)
    {
        const int Sigint = 2;
        _ = Kill(process.Id, Sigint);
    }

    public void Dispose() => _folder.Dispose();

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Kill(int pid, int signal);
}
