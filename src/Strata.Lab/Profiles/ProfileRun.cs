using System.Text.Json;
using Spectre.Console;
using Strata.Lab.Sampling;

namespace Strata.Lab.Profiles;

/// <summary>
/// One run of <c>strata profile</c>: three experiments in turn, each shown as soon as it is done; then the JSON.
/// </summary>
public sealed class ProfileRun
{
    private readonly ProfileOptions _options;
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
    public ProfileRun(
        ProfileOptions options, IAnsiConsole output, IAnsiConsole? progress, TextWriter errors, TimeProvider clock)
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

        var method = ProfileMethod.Of(_options, _clock);
        var report = new ProfileReport(_output);
        var profile = new Profile { Machine = MachineFacts.Here(), StartedAt = _clock.GetUtcNow(), Method = method };
        report.ShowMethod(profile.Machine, method);
        try
        {
            var components = await _display.RunAsync(
                "components", watch => ComponentExperiment.Run(method, _clock, watch, cancellationToken))
                .ConfigureAwait(false);
            profile = profile with { Components = components, Blended = Blend(components.WholeP50Ns) };
            report.Show(components, method);
            var sizes = await _display.RunAsync(
                "size", watch => SizeExperiment.Run(method, _options.Entries, _clock, watch, cancellationToken))
                .ConfigureAwait(false);
            profile = profile with { Sizes = sizes };
            report.Show(sizes);
            var contention = await _display.RunAsync(
                "contention",
                watch => ContentionExperiment.Run(method, _options.Threads, _clock, watch, cancellationToken))
                .ConfigureAwait(false);
            profile = profile with { Contention = contention };
            report.Show(contention);
            report.Show(profile.Blended!);
            Write(profile);
        }
        catch (OperationCanceledException)
        {
            _output.Profile.Out.Writer.WriteLine("Interrupted; what is shown above was measured in full.");
            Write(profile with { Interrupted = true });
            throw;
        }
    }

    private BlendedLatency Blend(double memoryNs) => new()
    {
        HitRatePercent = _options.HitRatePercent,
        MemoryNs = memoryNs,
        RemoteNs = _options.RemoteUs * 1_000.0,
    };

    private void Write(Profile profile)
    {
        if (_options.Json is { } path)
        {
            WholeFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(profile, ProfileJson.ForFiles.Profile));
            _output.Profile.Out.Writer.WriteLine($"Figures: {path}");
        }
    }
}
