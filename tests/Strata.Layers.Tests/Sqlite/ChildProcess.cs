using System.Diagnostics;

namespace Strata.Layers.Tests.Sqlite;

/// <summary>A real process of the project Strata.Sqlite.Child; killed with the test if it still runs.</summary>
internal sealed class ChildProcess : IDisposable
{
    private readonly Process _process;

    public ChildProcess(IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        var file = Path.Combine(
            AppContext.BaseDirectory, "Strata.Sqlite.Child" + (OperatingSystem.IsWindows() ? ".exe" : ""));
        var start = new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true };
        start.Environment.Remove("STRATA_SQLITE");
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
    }

    public StreamReader Output => _process.StandardOutput;

    /// <summary>SIGKILL: no handler of the process runs.</summary>
    public void Kill() => _process.Kill();

    public async Task<(int ExitCode, string Output)> EndAsync()
    {
        var output = await Output.ReadToEndAsync();
        await _process.WaitForExitAsync();
        return (_process.ExitCode, output);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
