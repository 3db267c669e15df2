using System.Runtime.InteropServices;

namespace Strata.Testing;

/// <summary>
/// What is left to do when the tests' own process ends before the tests have done it, so that a run that is stopped
/// leaves no server and no folder behind. .NET by itself raises no event when it is told to terminate.
/// </summary>
internal static class ProcessEnd
{
    private const int ExitCodeBase = 128;

    private static readonly Lock Lock = new();
    private static readonly List<Action> Actions = [];
    private static bool _hasCome;

    // Kept here, because a registration that is collected is one no more. Ctrl-C is the test runner's own affair.
    private static readonly PosixSignalRegistration[] Signals =
        [PosixSignalRegistration.Create(PosixSignal.SIGTERM, End), PosixSignalRegistration.Create(PosixSignal.SIGHUP, End)];

    static ProcessEnd() => AppDomain.CurrentDomain.ProcessExit += (_, _) => DoAll();

    /// <summary>Adds what is to be done; the latest is done first. When the end has come, it is done at once.</summary>
    public static void Do(Action action)
    {
        lock (Lock)
        {
            if (!_hasCome)
            {
                Actions.Add(action);
                return;
            }
        }

        action();
    }

    /// <summary>Takes back what was added, for it is done.</summary>
    public static void Undo(Action action)
    {
        lock (Lock)
        {
            Actions.Remove(action);
        }
    }

    private static void End(PosixSignalContext context)
    {
        context.Cancel = true;
        var number = context.Signal == PosixSignal.SIGHUP ? 1 : 15;
        Environment.Exit(ExitCodeBase + number);
    }

    private static void DoAll()
    {
        while (TakeLatest() is { } action)
        {
            try
            {
                action();
            }
            catch (Exception)
            {
                // The others have their turn all the same; there is nobody left to tell.
            }
        }
    }

    private static Action? TakeLatest()
    {
        lock (Lock)
        {
            _hasCome = true;
            var latest = Actions.LastOrDefault();
            if (latest is not null)
            {
                Actions.Remove(latest);
            }

            return latest;
        }
    }
}
