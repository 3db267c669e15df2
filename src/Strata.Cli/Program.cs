using System.CommandLine;
using System.Runtime.InteropServices;
using Strata.Cli;

var terminal = Terminal.OfProcess();
var root = StrataCommand.Create(terminal);
var parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    terminal.Complain($"{parsed.Errors[0].Message.TrimEnd('.')} ({StrataCommand.HelpFor(parsed)})");
    return ExitCode.Refused;
}

// The first Ctrl-C lets the workers stop and the report be written; a second one ends the process at once.
using var stop = new CancellationTokenSource();
void Stop(PosixSignalContext signal)
{
    signal.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
}

using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
try
{
    return await parsed.InvokeAsync(
        new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null },
        stop.Token).ConfigureAwait(false);
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    return ExitCode.Interrupted;
}
catch (Exception failure)
{
    terminal.Complain(Failure.InWords(failure));
    if (args.Contains("-v") || args.Contains("--verbose"))
    {
        await Console.Error.WriteLineAsync(failure.ToString()).ConfigureAwait(false);
    }

    return ExitCode.Failed;
}
