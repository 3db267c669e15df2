using System.Text.Json;
using Spectre.Console;
using Strata.Lab.Sampling;

namespace Strata.Lab.Comparisons;

/// <summary>
/// One run of <c>strata compare</c>: three experiments in turn, each shown as soon as it is done; then the
/// published claims, and the JSON.
/// </summary>
public sealed class CompareRun
{
    private readonly CompareOptions _options;
    private readonly IAnsiConsole _output;
    private readonly MeasuringDisplay _display;
    private readonly TimeProvider _clock;

    /// <summary>Makes a run.</summary>
    /// <param name="options">What is measured.</param>
    /// <param name="output">Where the report goes.</param>
    /// <param name="progress">The terminal that shows progress; null if there is none.</param>
    /// <param name="errors">Where progress goes as plain lines if there is no terminal.</param>
    /// <param name="clock">What times the calls.</param>
    /// <exception cref="ArgumentNullException">An argument but <paramref name="progress"/> is null.</exception>
    public CompareRun(
        CompareOptions options, IAnsiConsole output, IAnsiConsole? progress, TextWriter errors, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(errors);
        ArgumentNullException.ThrowIfNull(clock);
        _options = options;
        _output = output;
        _display = new MeasuringDisplay(progress, errors, clock);
        _clock = clock;
    }

    /// <summary>Measures, shows and writes.</summary>
    /// <param name="cancellationToken">
    /// Stops between two shares of a measurement; the experiments that were done are written all the same.
    /// </param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    /// <exception cref="RunLogException">
    /// The JSON cannot be written; found out before anything is measured.
    /// </exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (_options.Json is { } path)
        {
            WholeFile.CheckWritable(path);
        }

        var method = CompareMethod.Of(_options);
        var report = new CompareReport(_output);
        var found = new Comparison { Machine = MachineFacts.Here(), StartedAt = _clock.GetUtcNow(), Method = method };
        report.ShowMethod(found.Machine, method);
        try
        {
            var pair = ComparedPair.Filled(method.Seed);
            var operations = await _display.RunAsync(
                "operations", watch => OperationsExperiment.Run(method, pair, _clock, watch, cancellationToken))
                .ConfigureAwait(false);
            found = found with { Operations = operations };
            report.Show(operations, method);
            var workers = await _display.RunAsync(
                "workers",
                watch => WorkersExperiment.Run(method, _options.Workers, pair, _clock, watch, cancellationToken))
                .ConfigureAwait(false);
            found = found with { Workers = workers };
            report.Show(workers, method, found.Machine);
            var cleanUp = await _display.RunAsync(
                "clean-up", watch => CleanUpExperiment.Run(method, _clock, watch, cancellationToken))
                .ConfigureAwait(false);
            found = found with { CleanUp = cleanUp, Claims = Claim.Of(workers, cleanUp) };
            report.Show(cleanUp, method);
            report.Show(found.Claims, workers);
            Write(found);
        }
        catch (OperationCanceledException)
        {
            _output.Profile.Out.Writer.WriteLine("Interrupted; what is shown above was measured in full.");
            Write(found with { Interrupted = true });
            throw;
        }
    }

    private void Write(Comparison found)
    {
        if (_options.Json is { } path)
        {
            WholeFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(found, ComparisonJson.ForFiles.Comparison));
            _output.Profile.Out.Writer.WriteLine($"Figures: {path}");
        }
    }
}
