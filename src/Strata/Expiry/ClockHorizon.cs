using System.Diagnostics.CodeAnalysis;

namespace Strata;

/// <summary>
/// Tells readers without a look at the clock that a deadline has surely not come: an instant ahead of the present,
/// kept ahead by a thread.
/// </summary>
/// <remarks>
/// <para>
/// <b>Idea.</b> Reading the system's clock costs more than the rest of a memory hit. A deadline beyond
/// <see cref="SafeUntilUnixMs"/> has not come, because that instant lies <see cref="LeadMs"/> ahead of the last
/// reading of the clock, and a thread of its own reads it every <see cref="TickMs"/>. Only a deadline nearer than
/// that is compared with the clock itself, so expiry is exact to the millisecond.
/// </para>
/// <para>
/// <b>Rest.</b> When nobody asked for a while the thread sleeps and the horizon is lifted to where it answers
/// nothing; the next reader that looks at the clock wakes it.
/// </para>
/// <para>
/// <b>Limit.</b> If the whole process stands still for longer than the lead (stopped by a signal, a suspended
/// machine), a read may use the old horizon until the thread has run, some microseconds after the process goes on.
/// </para>
/// <para>
/// Only the system's clock has a thread. For any other <see cref="TimeProvider"/> the horizon answers nothing and
/// each look goes to that clock.
/// </para>
/// </remarks>
[SuppressMessage("Design", "CA1001", Justification = "The one that has an event lives as long as the process.")]
internal sealed class ClockHorizon
{
    /// <summary>How far the horizon is put ahead: the thread may be late by all of it but a tick.</summary>
    public const long LeadMs = 2000;

    private const int TickMs = 250;
    private const int TicksAwake = 16;
    private const long AnswersNothing = long.MaxValue - 1;

    private static readonly Lazy<ClockHorizon> OfSystem = new(() => new ClockHorizon(TimeProvider.System, true));

    private readonly TimeProvider _clock;
    private readonly ManualResetEventSlim? _asked;
    private readonly object _pause = new();
    private long _safeUntilUnixMs = AnswersNothing;

    private ClockHorizon(TimeProvider clock, bool hasThread)
    {
        _clock = clock;
        if (hasThread)
        {
            _asked = new ManualResetEventSlim();
            new Thread(Run) { IsBackground = true, Name = "Strata clock" }.Start();
        }
    }

    /// <summary>No deadline later than this has come. Never equal to <see cref="long.MaxValue"/>.</summary>
    public long SafeUntilUnixMs => _safeUntilUnixMs;

    /// <summary>The horizon of a clock.</summary>
    public static ClockHorizon Of(TimeProvider clock) =>
        clock == TimeProvider.System ? OfSystem.Value : new ClockHorizon(clock, false);

    /// <summary>Reads the clock, and keeps the horizon ahead from now on.</summary>
    public long NowMs()
    {
        if (_asked is { IsSet: false })
        {
            _asked.Set();
        }

        return _clock.NowMs();
    }

    private void Run()
    {
        while (true)
        {
            _asked!.Wait();
            for (var tick = 0; tick < TicksAwake; tick++)
            {
                Volatile.Write(ref _safeUntilUnixMs, _clock.NowMs() + LeadMs);
                Pause();
            }

            // Lifted first: who asks after the reset finds nothing to rely on.
            Volatile.Write(ref _safeUntilUnixMs, AnswersNothing);
            _asked.Reset();
        }
    }

    private void Pause()
    {
        lock (_pause)
        {
            Monitor.Wait(_pause, TickMs);
        }
    }
}
