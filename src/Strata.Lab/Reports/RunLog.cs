using System.Text.Json;
using System.Text.Json.Serialization;

namespace Strata.Lab;

/// <summary>
/// The log of one run: the JSON file that <c>strata bench</c> writes and every report is made from.
/// </summary>
/// <remarks>
/// The first four objects are those of the reference format and every log has them. The others are ours; a
/// log of the reference format lacks them, and they are then null. Times are microseconds, rates are
/// percent (0 to 100), sizes are counts.
/// </remarks>
public sealed record RunLog
{
    /// <summary>What was asked for.</summary>
    public required TestConfig TestConfig { get; init; }

    /// <summary>What came of it, as totals.</summary>
    public required RunSummary Summary { get; init; }

    /// <summary>Times of all operations.</summary>
    public required AggregateMetrics AggregateMetrics { get; init; }

    /// <summary>
    /// What happened in each Unix second in which an operation ended, in order; never empty.
    /// </summary>
    public required SortedDictionary<long, SecondMetrics> TimeSeriesMetrics { get; init; }

    /// <summary>Where and how the run was made; null in a log of the reference format.</summary>
    public RunFacts? Run { get; init; }

    /// <summary>Latency percentiles by kind of operation; null in a log of the reference format.</summary>
    public RunLatencies? LatencyUs { get; init; }

    /// <summary>What each layer answered, fastest first; null in a log of the reference format.</summary>
    public IReadOnlyList<LayerShare>? Layers { get; init; }

    /// <summary>The hit rate the workload alone leads to expect; null where none can be told.</summary>
    public HitRatePrediction? Prediction { get; init; }

    /// <summary>The same workload without a cache, if it was measured too.</summary>
    public BaselineComparison? Baseline { get; init; }

    /// <summary>Operations that failed; null in a log of the reference format.</summary>
    public FailureSummary? Failures { get; init; }

    /// <summary>Reads a log, ours or one of the reference format. Unknown fields are passed over.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="RunLogException">
    /// The file is missing, unreadable, not JSON, or not such a log; the message is one sentence that names
    /// the file and, where there is one, the field.
    /// </exception>
    public static RunLog Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return RunLogFile.Read(path);
    }

    /// <summary>
    /// Writes the log, making its folder if need be. The file appears whole or not at all: it is written
    /// under another name beside its place and then renamed.
    /// </summary>
    /// <param name="path">The file; an older one of that name is replaced.</param>
    /// <exception cref="RunLogException">
    /// The file cannot be written; the message says why in one sentence.
    /// </exception>
    public void Write(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        WholeFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(this, RunLogJson.ForFiles.RunLog));
    }

    /// <summary>
    /// Where a log goes unless told otherwise: <c>logs/perf_test_YYYYMMDD_HHMMSS.json</c>, in local
    /// time.
    /// </summary>
    /// <param name="clock">Tells the time and the zone.</param>
    /// <exception cref="ArgumentNullException"><paramref name="clock"/> is null.</exception>
    public static string DefaultPath(TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        return Path.Combine("logs", $"perf_test_{clock.GetLocalNow():yyyyMMdd_HHmmss}.json");
    }

    /// <summary>The log of what was recorded.</summary>
    /// <param name="config">What was asked for.</param>
    /// <param name="run">Where and how it was run.</param>
    /// <param name="recording">What the workers saw.</param>
    /// <param name="duration">From the first operation's start to the last one's end.</param>
    /// <param name="layerNames">
    /// The names of the cache's layers, fastest first; empty for a run without a cache.
    /// </param>
    /// <exception cref="ArgumentException">
    /// There are not as many names as the recording has layers.
    /// </exception>
    public static RunLog From(
        TestConfig config,
        RunFacts run,
        Recording recording,
        TimeSpan duration,
        IReadOnlyList<string> layerNames)
    {
        ArgumentNullException.ThrowIfNull(recording);
        ArgumentNullException.ThrowIfNull(layerNames);
        if (layerNames.Count != recording.HitsByLayer.Count)
        {
            throw new ArgumentException(
                $"{layerNames.Count} names for {recording.HitsByLayer.Count} layers.", nameof(layerNames));
        }

        return new RunLog
        {
            TestConfig = config,
            Summary = RunSummary.Of(recording, duration),
            AggregateMetrics = AggregateMetrics.Of(recording.Operations),
            TimeSeriesMetrics =
                new(recording.Seconds.ToDictionary(s => s.UnixSecond, SecondMetrics.Of)),
            Run = run,
            LatencyUs = RunLatencies.Of(recording),
            Layers =
            [
                .. layerNames.Select((name, i) =>
                    LayerShare.Of(name, recording.HitsByLayer[i], recording.Hits.Count)),
            ],
            Failures = new FailureSummary { Count = recording.Failures, Messages = recording.FailureMessages },
        };
    }
}
