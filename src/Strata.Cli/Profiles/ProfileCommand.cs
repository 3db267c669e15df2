using System.CommandLine;
using Strata.Cli.Options;
using Strata.Lab.Profiles;

namespace Strata.Cli.Profiles;

/// <summary><c>strata profile</c>: shows where the time of a memory hit goes.</summary>
internal sealed class ProfileCommand : Command
{
    private readonly Option<long?> _samples = Numbers.Optional(
        "--samples", [], ProfileOptions.SamplesMin, ProfileOptions.SamplesMax,
        "Samples of each part, of 100 calls each; a size or a number of threads gets a fifth",
        $"{ProfileOptions.SamplesDefault}, or {ProfileOptions.SamplesQuick} with --quick");

    private readonly Option<int[]?> _entries = NumberLists.Optional(
        "--entries", 1, ProfileOptions.EntriesMax,
        "How many entries the layer holds, in turn; up to 100,000 with --quick",
        ProfileOptions.EntriesDefault);

    private readonly Option<int[]?> _threads = NumberLists.Optional(
        "--threads", 1, ProfileOptions.ThreadsMax, "How many threads share the layer, in turn",
        ProfileOptions.ThreadsDefault);

    private readonly Option<long> _remote = Numbers.Of(
        "--remote-us", [], 1, 60_000_000, 1_500, "What a look-up costs that memory cannot answer, in microseconds");

    private readonly Option<long> _hitRate = Numbers.Of(
        "--hit-rate", [], 0, 100, 90, "Percent of look-ups that memory answers, for the blended latency");

    private readonly Option<bool> _quick = new("--quick")
    {
        Description = "Fewer samples and sizes: a glance of a few seconds",
        Arity = ArgumentArity.Zero,
    };

    private readonly Option<string?> _json = Paths.Optional("--json", "Also write all figures there");

    public ProfileCommand(Terminal terminal)
        : base("profile", "Show where the time of a memory hit goes.")
    {
        foreach (var option in (Option[])[_samples, _entries, _threads, _remote, _hitRate, _quick, _json])
        {
            Add(option);
        }

        SetAction(async (parsed, cancellationToken) =>
        {
            var run = new ProfileRun(
                OptionsOf(parsed), terminal.Output, terminal.Progress, Console.Error, TimeProvider.System);
            await run.RunAsync(cancellationToken).ConfigureAwait(false);
            return ExitCode.Done;
        });
    }

    private ProfileOptions OptionsOf(ParseResult parsed)
    {
        var isQuick = parsed.GetValue(_quick);
        var samples = isQuick ? ProfileOptions.SamplesQuick : ProfileOptions.SamplesDefault;
        var entries = isQuick ? ProfileOptions.EntriesQuick : ProfileOptions.EntriesDefault;
        return new()
        {
            Samples = (int)(parsed.GetValue(_samples) ?? samples),
            Entries = parsed.GetValue(_entries) is { Length: > 0 } sizes ? sizes : entries,
            Threads = parsed.GetValue(_threads) is { Length: > 0 } threads ? threads : ProfileOptions.ThreadsDefault,
            RemoteUs = parsed.GetValue(_remote),
            HitRatePercent = (int)parsed.GetValue(_hitRate),
            Quick = isQuick,
            Json = parsed.GetValue(_json),
        };
    }
}
