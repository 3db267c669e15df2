using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Strata.Testing;

/// <summary>
/// A server that runs in the foreground as a child of the tests. It is stopped by its process id, at the latest
/// when the tests' own process ends.
/// </summary>
internal sealed class ServerProcess : IDisposable
{
    private const int LinesKept = 100;

    private static readonly TimeSpan StartMax = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan SignalMax = TimeSpan.FromSeconds(10);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly TaskCompletionSource<bool> _isReady = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServerProcess(ProcessStartInfo start)
    {
        _process = Process.Start(start)!;
        ProcessEnd.Do(Stop);
    }

    public int Id => _process.Id;

    public bool IsRunning => !_process.HasExited;

    /// <summary>The last lines the server wrote.</summary>
    public string Log => string.Join('\n', _lines);

    /// <summary>Starts a server and waits until it writes that it is ready.</summary>
    /// <param name="start">The program and its arguments.</param>
    /// <param name="readySentence">A part of the line that says so.</param>
    /// <exception cref="InvalidOperationException">It ended first, or said nothing for a minute.</exception>
    public static async Task<ServerProcess> StartAsync(ProcessStartInfo start, string readySentence)
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        var server = new ServerProcess(start);
        _ = Task.WhenAll(
                server.ReadAsync(server._process.StandardOutput, readySentence),
                server.ReadAsync(server._process.StandardError, readySentence))
            .ContinueWith(_ => server._isReady.TrySetResult(false), TaskScheduler.Default);
        try
        {
            if (await server._isReady.Task.WaitAsync(StartMax))
            {
                return server;
            }
        }
        catch (TimeoutException)
        {
            // The same end: it is not ready, and what it wrote may say why.
        }

        server.Dispose();
        throw new InvalidOperationException(
            $"{Path.GetFileName(start.FileName)} did not start. It wrote:\n{server.Log}");
    }

    /// <summary>Ends the process without a warning, as <c>kill -9</c> does, and waits until it is gone.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Stops the process where it stands; its connections stay open and get no answer.</summary>
    public void Pause()
    {
        Signal(OperatingSystem.IsMacOS() ? 17 : 19); // SIGSTOP
        // The signal is on its way when kill returns. Linux shows when it has arrived.
        if (OperatingSystem.IsLinux() && !SpinWait.SpinUntil(IsStopped, SignalMax))
        {
            throw new InvalidOperationException($"Process {Id} did not stop.");
        }
    }

    /// <summary>Lets a paused process go on.</summary>
    public void Resume() => Signal(OperatingSystem.IsMacOS() ? 19 : 18); // SIGCONT

    public void Dispose()
    {
        ProcessEnd.Undo(Stop);
        Stop();
        _process.Dispose();
    }

    private async Task ReadAsync(StreamReader reader, string readySentence)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            _lines.Enqueue(line);
            if (_lines.Count > LinesKept)
            {
                _lines.TryDequeue(out _);
            }

            if (line.Contains(readySentence, StringComparison.Ordinal))
            {
                _isReady.TrySetResult(true);
            }
        }
    }

    private void Stop()
    {
        _process.Kill();
        _process.WaitForExit(SignalMax);
    }

    // The state follows the name, which stands in brackets: "1234 (redis-server) T …".
    private bool IsStopped()
    {
        var status = File.ReadAllText($"/proc/{Id}/stat");
        return status[status.LastIndexOf(')') + 2] == 'T';
    }

    private void Signal(int signal)
    {
        ObjectDisposedException.ThrowIf(_process.HasExited, this);
        if (Kill(Id, signal) != 0)
        {
            throw new InvalidOperationException(
                $"Signal {signal} did not reach process {Id}: error {Marshal.GetLastPInvokeError()}.");
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Kill(int processId, int signal);
}
