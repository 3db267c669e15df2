using System.CommandLine;
using System.CommandLine.Parsing;
using Spectre.Console;
using Strata.Cli.Options;
using Strata.Lab.Bench;
using Strata.Lab.Traces;

namespace Strata.Cli.Traces;

/// <summary><c>strata trace</c>: replays requests against cache policies and sizes.</summary>
internal sealed class TraceCommand : Command
{
    private const int SizesMax = 100;

    private readonly Argument<string[]> _files = new("FILE")
    {
        Description = "Recorded traces: .lis, .trace or text with one key a line, each also as .gz; "
            + "several are compared together",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string?> _generate = new("--generate")
    {
        Description = "Replay generated workloads instead, separated by commas: "
            + string.Join(", ", WorkloadNames.Known),
        HelpName = "WORKLOADS",
    };

    private readonly Option<string?> _policies = new("--policies")
    {
        Description = $"The policies, separated by commas: {string.Join(", ", PolicyNames.Known)} "
            + "[default: all but none]",
        HelpName = "POLICIES",
    };

    private readonly Option<string?> _sizes = new("--sizes")
    {
        Description = $"Cache sizes in entries, separated by commas; each {Numbers.Range(1, TraceOptions.SizeMax)} "
            + "[default: about eight that suit the trace]",
        HelpName = "SIZES",
    };

    private readonly Option<bool> _reference = new("--reference")
    {
        Description = "Also replay LRU, LIRS, S3-FIFO and W-TinyLFU as their papers have them",
        Arity = ArgumentArity.Zero,
    };

    private readonly Option<string?> _format = new("--format")
    {
        Description = "How the files are written: lis, trace, text [default: found out for each]",
        HelpName = "FORMAT",
    };

    private readonly Option<long?> _seed = Numbers.Optional(
        "--seed", [], 0, int.MaxValue, "Where the random sequences of --generate begin", "1");

    private readonly Option<string?> _json = Paths.Optional(
        "--json", "Also write the figures there, as an array of rows");

    private readonly Option<string?> _html = Paths.Optional("--html", "Also write a page with the curves there");

    private readonly Terminal _terminal;

    public TraceCommand(Terminal terminal)
        : base("trace", "Replay a trace of keys against cache policies and sizes, and compare hit ratios.")
    {
        _terminal = terminal;
        Add(_files);
        foreach (var option in (Option[])
            [_generate, _policies, _sizes, _reference, _format, _seed, _json, _html])
        {
            Add(option);
        }

        Try(_generate, text => WorkloadNames.Parse(text));
        Try(_policies, text => PolicyNames.Parse(text));
        Try(_sizes, text => ParseSizes(text));
        Try(_format, text => ParseFormat(text));
        Validators.Add(RefuseContradictions);
        SetAction(RunAsync);
    }

    private static void Try(Option<string?> option, Action<string> parse) =>
        option.Validators.Add(result =>
        {
            if (result is not { Tokens: [var token] })
            {
                return;
            }

            try
            {
                parse(token.Value);
            }
            catch (ArgumentException refused)
            {
                result.AddError($"{option.Name} {refused.Message}");
            }
        });

    private static List<int> ParseSizes(string text)
    {
        var sizes = new List<int>();
        foreach (var size in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (!Numbers.TryRead(size, 1, TraceOptions.SizeMax, out var number))
            {
                throw new ArgumentException(
                    $"'{size}' is refused: it takes whole numbers from {Numbers.Range(1, TraceOptions.SizeMax)}, "
                    + "separated by commas");
            }

            if (sizes.Contains((int)number))
            {
                throw new ArgumentException($"'{size}' is refused: it stands twice");
            }

            sizes.Add((int)number);
        }

        return sizes.Count <= SizesMax ? sizes
            : throw new ArgumentException($"is refused: {sizes.Count} sizes are more than {SizesMax}");
    }

    private static TraceFormat ParseFormat(string text) => text switch
    {
        "lis" => TraceFormat.Lis,
        "trace" => TraceFormat.Trace,
        "text" => TraceFormat.Text,
        _ => throw new ArgumentException($"'{text}' is refused: it takes lis, trace, text"),
    };

    private void RefuseContradictions(CommandResult result)
    {
        var files = result.GetResult(_files)?.Tokens.Select(token => token.Value).ToArray() ?? [];
        var generated = result.GetResult(_generate);
        if (files.Any(string.IsNullOrWhiteSpace))
        {
            result.AddError("FILE '' is refused: it takes the name of a file");
        }

        if (generated is null && files.Length == 0)
        {
            result.AddError("There is nothing to replay: name a FILE, or a workload with --generate");
        }

        if (generated is not null && files.Length > 0)
        {
            result.AddError($"FILE '{files[0]}' and --generate contradict each other: a run replays one or the other");
        }

        if (generated is null && result.GetResult(_seed) is { Implicit: false })
        {
            result.AddError("--seed needs --generate: a recorded trace holds nothing random");
        }

        if (generated is not null && result.GetResult(_format) is not null)
        {
            result.AddError("--format and --generate contradict each other: there is no file to read");
        }

        if (generated is not null && result.GetResult(_sizes) is { Tokens: [var sizes] } && Largest(sizes.Value) is
            > TraceGenerator.SizeMax and var largest)
        {
            result.AddError(
                $"--sizes '{largest}' is refused: with --generate it takes sizes from "
                + Numbers.Range(1, TraceGenerator.SizeMax));
        }
    }

    /// <summary>The largest of sizes that are right; what is wrong with others is said elsewhere.</summary>
    private static int Largest(string sizes) =>
        sizes.Split(',').Max(size => Numbers.TryRead(size.Trim(), 1, TraceOptions.SizeMax, out var n) ? (int)n : 0);

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var options = OptionsOf(parsed);
        if (ClashIn(options) is { } clash)
        {
            _terminal.Complain($"{clash} ({StrataCommand.HelpFor(parsed)})");
            return ExitCode.Refused;
        }

        try
        {
            var display = new TraceDisplay(_terminal.Output, _terminal.Progress, TimeProvider.System);
            await new TraceRun(options, display).RunAsync(cancellationToken).ConfigureAwait(false);
            return ExitCode.Done;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            _terminal.Output.WriteLine("Interrupted before everything was replayed; nothing was written.");
            return ExitCode.Interrupted;
        }
    }

    private static FileClash? ClashIn(TraceOptions options)
    {
        static IEnumerable<(string Option, string Path)> Named(string option, string? path) =>
            path is null ? [] : [(option, Path.GetFullPath(path))];

        return FileClash.Among(
        [
            .. options.Files.SelectMany((path, i) => Named(i == 0 ? "FILE" : $"FILE {i + 1}", path)),
            .. Named("--json", options.Json),
            .. Named("--html", options.Html),
        ]);
    }

    private TraceOptions OptionsOf(ParseResult parsed) => new()
    {
        Files = parsed.GetValue(_files) ?? [],
        Generated = parsed.GetValue(_generate) is { } workloads ? WorkloadNames.Parse(workloads) : [],
        Policies = parsed.GetValue(_policies) is { } policies ? PolicyNames.Parse(policies) : PolicyNames.Default,
        Sizes = parsed.GetValue(_sizes) is { } sizes ? ParseSizes(sizes) : null,
        Format = parsed.GetValue(_format) is { } format ? ParseFormat(format) : null,
        Seed = (int)(parsed.GetValue(_seed) ?? 1),
        Reference = parsed.GetValue(_reference),
        Json = parsed.GetValue(_json),
        Html = parsed.GetValue(_html),
    };
}
