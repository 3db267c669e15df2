using System.Globalization;
using Spectre.Console;

namespace Strata.Lab.Sampling;

/// <summary>
/// Shows a person how far a measurement is: a bar on a terminal; elsewhere a plain line every two seconds, so
/// that what is over sooner says nothing.
/// </summary>
internal sealed class MeasuringDisplay
{
    private static readonly TimeSpan RefreshInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan PlainInterval = TimeSpan.FromSeconds(2);

    private readonly IAnsiConsole? _bars;
    private readonly TextWriter _plain;
    private readonly TimeProvider _clock;
    private long _lastLine;

    /// <summary>Makes a display.</summary>
    /// <param name="bars">The terminal that shows bars; null if there is none.</param>
    /// <param name="plain">Where lines go instead.</param>
    /// <param name="clock">Paces the lines.</param>
    public MeasuringDisplay(IAnsiConsole? bars, TextWriter plain, TimeProvider clock)
    {
        _bars = bars;
        _plain = plain;
        _clock = clock;
        _lastLine = clock.GetTimestamp();
    }

    /// <summary>Lets an experiment run on a thread of its own, and shows how far it is.</summary>
    /// <param name="experiment">Its name.</param>
    /// <param name="measure">Runs it.</param>
    public async Task<T> RunAsync<T>(string experiment, Func<IProgress<MeasuringStep>, T> measure)
    {
        if (_bars is null)
        {
            return await OnItsOwnThread(() => measure(new PlainLines(this, experiment))).ConfigureAwait(false);
        }

        var progress = _bars.Progress().AutoClear(true).HideCompleted(false).Columns(
            new ProgressBarColumn { Width = 24 },
            new PercentageColumn(),
            new TaskDescriptionColumn { Alignment = Justify.Left });
        progress.RefreshRate = RefreshInterval;
        return await progress.StartAsync(async context =>
        {
            var bar = context.AddTask(experiment, maxValue: 1);
            return await OnItsOwnThread(() => measure(new Bar(bar, experiment))).ConfigureAwait(false);
        }).ConfigureAwait(false);
    }

    private static Task<T> OnItsOwnThread<T>(Func<T> measure) => Task.Factory.StartNew(
        measure, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private sealed class Bar(ProgressTask bar, string experiment) : IProgress<MeasuringStep>
    {
        public void Report(MeasuringStep value)
        {
            bar.Value = value.ShareDone;
            bar.Description = $"{experiment}  {Markup.Escape(value.Title)}";
        }
    }

    private sealed class PlainLines(MeasuringDisplay display, string experiment) : IProgress<MeasuringStep>
    {
        public void Report(MeasuringStep value)
        {
            if (display._clock.GetElapsedTime(display._lastLine) < PlainInterval)
            {
                return;
            }

            display._lastLine = display._clock.GetTimestamp();
            display._plain.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{experiment}: {value.Title} ({100 * value.ShareDone:0} %)"));
        }
    }
}
