using System.Collections.Concurrent;

namespace Strata.Lab.Traces;

/// <summary>Replays traces against policies at sizes, on as many workers as there are processors.</summary>
/// <param name="options">What is replayed.</param>
/// <param name="display">Shows how it goes.</param>
public sealed class TraceRun(TraceOptions options, TraceDisplay display)
{
    private readonly TraceOptions _options = options ?? throw new ArgumentNullException(nameof(options));
    private readonly TraceDisplay _display = display ?? throw new ArgumentNullException(nameof(display));

    /// <summary>Replays, shows the results and writes the files asked for.</summary>
    /// <param name="cancellationToken">Ends the run; nothing is written then.</param>
    /// <exception cref="TraceException">A trace cannot be read.</exception>
    /// <exception cref="RunLogException">A result cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The run was ended.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // Found out before the replay, not after it.
        foreach (var path in ((string?[])[_options.Json, _options.Html]).OfType<string>())
        {
            WholeFile.CheckWritable(path);
        }

        var traces = await _display.ReadAsync(() => Read(cancellationToken), cancellationToken).ConfigureAwait(false);
        var columns = (IReadOnlyList<TraceColumn>)
        [
            .. TraceColumn.Of(_options.Policies),
            .. _options.Reference ? TraceColumn.References() : [],
            TraceColumn.Optimum(),
        ];
        var results = traces.Select(trace => Blank(trace, columns)).ToArray();
        var replays = new ConcurrentQueue<TraceCell>(Cells(traces, results));
        var total = replays.Sum(cell => (long)cell.Trace.Requests);
        await _display.ReplayAsync(
            replays.Count, total, watch => ReplayAsync(replays, watch, cancellationToken)).ConfigureAwait(false);
        if (_options.Json is { } json)
        {
            TraceRows.Write(results, json);
        }

        if (_options.Html is { } html)
        {
            TracePage.Write(results, html);
        }

        _display.Show(results, _options);
    }

    private List<Trace> Read(CancellationToken cancellationToken)
    {
        var traces = new List<Trace>();
        foreach (var path in _options.Files)
        {
            var trace = TraceFile.Read(path, _options.Format, cancellationToken);
            traces.Add(traces.Any(other => other.Name == trace.Name) ? trace.Renamed(path) : trace);
        }

        foreach (var workload in _options.Generated)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var size = _options.Sizes?.Max() ?? TraceGenerator.SizeDefault;
            traces.Add(TraceGenerator.Make(workload, size, _options.Seed));
        }

        return traces;
    }

    private TraceResult Blank(Trace trace, IReadOnlyList<TraceColumn> columns)
    {
        var sizes = _options.Sizes?.Order().ToArray()
            ?? (_options.Files.Count > 0
                ? TraceSizes.For(trace.Distinct)
                : TraceSizes.UpTo(TraceGenerator.SizeDefault));
        return new(
            trace.Name,
            trace.Requests,
            trace.Distinct,
            trace.CeilingPercent,
            sizes,
            columns,
            [.. sizes.Select(_ => new double[columns.Count])]);
    }

    /// <summary>The longest replays first, so that no worker is left with one at the end.</summary>
    private static IEnumerable<TraceCell> Cells(IReadOnlyList<Trace> traces, TraceResult[] results) =>
        results
            .SelectMany((result, i) => Enumerable.Range(0, result.Sizes.Count).SelectMany(
                row => Enumerable.Range(0, result.Columns.Count).Select(
                    column => new TraceCell(traces[i], result, row, column))))
            .OrderByDescending(cell => cell.Trace.Requests);

    private async Task ReplayAsync(
        ConcurrentQueue<TraceCell> cells, ITraceWatch watch, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        void Work()
        {
            try
            {
                while (cells.TryDequeue(out var cell))
                {
                    watch.Begin(cell);
                    cell.Replay(watch, stop.Token);
                    watch.End();
                }
            }
            catch
            {
                stop.Cancel();
                throw;
            }
        }

        await Task.WhenAll(Enumerable.Range(0, _options.Workers)
            .Select(_ => Task.Factory.StartNew(
                Work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)))
            .ConfigureAwait(false);
    }
}
