using Spectre.Console;

namespace Strata.Lab.Traces;

/// <summary>
/// Shows a person how a replay goes while it goes, and what it came to. Silent where nobody watches, until the end.
/// </summary>
public sealed class TraceDisplay
{
    private static readonly TimeSpan RefreshInterval = TimeSpan.FromMilliseconds(250);

    private readonly IAnsiConsole _output;
    private readonly IAnsiConsole? _progress;
    private readonly TimeProvider _clock;

    /// <summary>Makes a display.</summary>
    /// <param name="output">Where lasting lines go.</param>
    /// <param name="progress">The terminal that shows progress; null if there is none.</param>
    /// <param name="clock">Paces the refreshing.</param>
    public TraceDisplay(IAnsiConsole output, IAnsiConsole? progress, TimeProvider clock)
    {
        _output = output;
        _progress = progress;
        _clock = clock;
    }

    /// <summary>Lets the traces be read or made.</summary>
    internal async Task<IReadOnlyList<Trace>> ReadAsync(
        Func<IReadOnlyList<Trace>> read, CancellationToken cancellationToken)
    {
        var reading = Task.Run(read, cancellationToken);
        if (_progress is null)
        {
            return await reading.ConfigureAwait(false);
        }

        return await Bars(_progress).StartAsync(context =>
        {
            context.AddTask("reading").IsIndeterminate();
            return reading;
        }).ConfigureAwait(false);
    }

    /// <summary>Lets the replays run.</summary>
    /// <param name="replays">How many.</param>
    /// <param name="requests">How many requests they come to.</param>
    /// <param name="run">Runs them.</param>
    internal async Task ReplayAsync(int replays, long requests, Func<ITraceWatch, Task> run)
    {
        var watch = new Watch();
        if (_progress is null)
        {
            await run(watch).ConfigureAwait(false);
            return;
        }

        await Bars(_progress).StartAsync(async context =>
        {
            var bar = context.AddTask("replaying", maxValue: requests);
            var running = run(watch);
            while (!running.IsCompleted)
            {
                await Task.WhenAny(running, Task.Delay(RefreshInterval, _clock, CancellationToken.None))
                    .ConfigureAwait(false);
                bar.Value = watch.Requests;
                bar.Description = Markup.Escape($"{watch.Ended} of {replays}  {watch.Latest}");
            }

            await running.ConfigureAwait(false);
        }).ConfigureAwait(false);
    }

    /// <summary>Shows what the replays came to.</summary>
    internal void Show(IReadOnlyList<TraceResult> results, TraceOptions options)
    {
        new TraceReport(_output).Print(results);
        foreach (var (what, path) in new[] { ("Figures", options.Json), ("Page with the curves", options.Html) })
        {
            if (path is not null)
            {
                // As it is: a path broken to fit a width cannot be copied.
                _output.Profile.Out.Writer.WriteLine($"{what}: {path}");
            }
        }
    }

    private static Progress Bars(IAnsiConsole console)
    {
        var progress = console.Progress().AutoClear(true).Columns(
            new ProgressBarColumn { Width = 24 },
            new PercentageColumn(),
            new TaskDescriptionColumn { Alignment = Justify.Left });
        progress.RefreshRate = RefreshInterval;
        return progress;
    }

    private sealed class Watch : ITraceWatch
    {
        private long _requests;
        private int _ended;

        public long Requests => Interlocked.Read(ref _requests);

        public int Ended => Volatile.Read(ref _ended);

        public string Latest { get; private set; } = "";

        public void Report(long value) => Interlocked.Add(ref _requests, value);

        public void Begin(TraceCell cell) => Latest = cell.InWords;

        public void End() => Interlocked.Increment(ref _ended);
    }
}
