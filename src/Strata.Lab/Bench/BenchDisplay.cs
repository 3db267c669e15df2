using System.Globalization;
using System.Text.Json;
using Spectre.Console;
using Strata.Lab.Databases;
using Strata.Lab.Stacks;
using Strata.Lab.Workloads;

namespace Strata.Lab.Bench;

/// <summary>
/// Shows a person how a run goes while it goes: a bar for everything that takes time, with throughput, hit rate
/// and latency beside it. Silent where nobody watches.
/// </summary>
public sealed class BenchDisplay
{
    private static readonly TimeSpan RefreshInterval = TimeSpan.FromMilliseconds(250);

    private readonly IAnsiConsole _output;
    private readonly IAnsiConsole? _progress;
    private readonly TimeProvider _clock;

    /// <summary>Makes a display.</summary>
    /// <param name="output">Where lasting lines go.</param>
    /// <param name="progress">The terminal that shows progress; null if there is none.</param>
    /// <param name="clock">Paces the refreshing.</param>
    public BenchDisplay(IAnsiConsole output, IAnsiConsole? progress, TimeProvider clock)
    {
        _output = output;
        _progress = progress;
        _clock = clock;
    }

    /// <summary>Lets the data be prepared, and says so if it had to be made.</summary>
    internal async Task PrepareAsync(IFlightDatabase database, CancellationToken cancellationToken)
    {
        FlightDataSummary summary;
        if (_progress is null)
        {
            summary = await database.PrepareAsync(null, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            summary = await Bars(_progress).StartAsync(async context =>
            {
                var bar = context.AddTask("checking the flight data").IsIndeterminate();
                return await database.PrepareAsync(new Watch(bar), cancellationToken).ConfigureAwait(false);
            }).ConfigureAwait(false);
        }

        if (summary.MadeNow)
        {
            var seconds = summary.Duration.TotalSeconds.ToString("N1", CultureInfo.InvariantCulture);
            Say(
                $"Made the flight data: {Count(summary.TotalRows)} rows in {summary.Tables.Count} tables, {seconds} s "
                + $"({database.DisplayName}).");
        }

        if (summary.Note is { } note)
        {
            Say(note);
        }
    }

    /// <summary>Shows the statements that will run, the form of the keys, and a sample value.</summary>
    internal void ShowStatements(PassengerBookings? sample)
    {
        Say("A read runs, unless the cache has it:");
        Say(Indented(SqlText.Read));
        Say("A write runs, commits, reads again and updates the cache:");
        Say(Indented(SqlText.Insert));
        Say("Key format: bookings:{passenger_id}");
        var json = sample is null ? "none" : JsonSerializer.Serialize(sample, CachedJson.Default.PassengerBookings);
        Say($"Sample: bookings:{Workload.FirstId} = {json}");
        Say();
    }

    /// <summary>Lets a load test run.</summary>
    /// <param name="phase">What it is for, in a word or two.</param>
    /// <param name="workload">What it asks.</param>
    /// <param name="test">Runs it.</param>
    /// <param name="cancellationToken">Stops the test.</param>
    internal async Task<Recording> MeasureAsync(
        string phase, Workload workload, LoadTest test, CancellationToken cancellationToken)
    {
        if (_progress is null)
        {
            return await test.RunAsync(null, cancellationToken).ConfigureAwait(false);
        }

        return await Bars(_progress).StartAsync(async context =>
        {
            var bar = context.AddTask(phase, maxValue: 1);
            LiveMeter? meter = null;
            var started = _clock.GetTimestamp();
            var run = test.RunAsync(workers => meter = new LiveMeter(workers, _clock), cancellationToken);
            while (!run.IsCompleted)
            {
                await Task.WhenAny(run, Task.Delay(RefreshInterval, _clock, CancellationToken.None))
                    .ConfigureAwait(false);
                if (meter is not null)
                {
                    var reading = meter.Read();
                    bar.Value = ShareDone(workload, reading, _clock.GetElapsedTime(started));
                    bar.Description = $"{phase,-14}  {InWords(reading, test.IsCached)}";
                }
            }

            return await run.ConfigureAwait(false);
        }).ConfigureAwait(false);
    }

    /// <summary>Shows what the run came to.</summary>
    /// <param name="outcome">A run that measured something.</param>
    /// <exception cref="ArgumentException">Nothing was measured.</exception>
    public void ShowReport(BenchOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        var log = outcome.Log ?? throw new ArgumentException("Nothing was measured.", nameof(outcome));
        BenchReport.Print(_output, log, outcome.LogPath);
        if (outcome.HtmlPath is { } page)
        {
            Say($"Page with the charts: {page}");
        }

        if (outcome.Counterpart is { } other)
        {
            Say(Comparison(log, other));
        }
    }

    /// <summary>Writes a line as it is: a path or a value broken to fit a width cannot be copied.</summary>
    internal void Say(string line = "") => _output.Profile.Out.Writer.WriteLine(line);

    private static string Comparison(RunLog log, EarlierRun other)
    {
        var (cached, alone) = log.Run is { NoCache: true } ? (other.Log, log) : (log, other.Log);
        var throughput = cached.Summary.QueriesPerSecond / alone.Summary.QueriesPerSecond;
        var words = string.Create(
            CultureInfo.InvariantCulture,
            $"With the cache {cached.Summary.QueriesPerSecond:N0} op/s, without {alone.Summary.QueriesPerSecond:N0}: "
            + $"{throughput:N2} times the throughput");
        if (cached.LatencyUs?.Reads?.P50 is > 0 and var with && alone.LatencyUs?.Reads?.P50 is { } without)
        {
            words += string.Create(
                CultureInfo.InvariantCulture,
                $"; a median read {with:N1} µs against {without:N1}: {without / with:N1} times faster");
        }

        return $"{words} (other run: {other.Path}).";
    }

    private static Progress Bars(IAnsiConsole console)
    {
        var progress = console.Progress().AutoClear(true).HideCompleted(false).Columns(
            new ProgressBarColumn { Width = 24 },
            new PercentageColumn(),
            new TaskDescriptionColumn { Alignment = Justify.Left });
        progress.RefreshRate = RefreshInterval;
        return progress;
    }

    private static double ShareDone(Workload workload, LiveReading reading, TimeSpan elapsed)
    {
        var wanted = (double)workload.OperationsPerWorker * workload.Workers;
        var byCount = (reading.Operations + reading.Failures) / wanted;
        var byTime = workload.DurationMax is { } limit ? elapsed / limit : 0;
        return Math.Clamp(Math.Max(byCount, byTime), 0, 1);
    }

    private static string InWords(LiveReading reading, bool isCached)
    {
        var words = string.Create(CultureInfo.InvariantCulture, $"{reading.OperationsPerSecond,9:N0} op/s");
        words += isCached && reading.HitRatePercent is { } hits
            ? string.Create(CultureInfo.InvariantCulture, $"  hits {hits,5:N1} %")
            : "";
        words += reading.P99 is { } p99
            ? string.Create(CultureInfo.InvariantCulture, $"  p99 {p99.TotalMilliseconds:N2} ms")
            : "";
        return reading.Failures == 0 ? words : $"{words}  [red]{Count(reading.Failures)} failed[/]";
    }

    private static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Indented(string text) => "  " + text.ReplaceLineEndings("\n  ");

    private sealed class Watch(ProgressTask bar) : IProgress<PreparationProgress>
    {
        public void Report(PreparationProgress value)
        {
            bar.IsIndeterminate(false);
            bar.MaxValue = value.RowsTotal;
            bar.Value = value.RowsDone;
            bar.Description = $"making the flight data: {Count(value.RowsDone)} rows, {value.Step}";
        }
    }
}
