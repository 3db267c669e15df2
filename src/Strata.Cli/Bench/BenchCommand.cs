using System.CommandLine;
using System.CommandLine.Parsing;
using System.Security.Cryptography;
using Spectre.Console;
using Strata.Cli.Options;
using Strata.Lab.Bench;
using Strata.Lab.Databases;
using Strata.Lab.Stacks;

namespace Strata.Cli.Bench;

/// <summary><c>strata bench</c>: measures a layered cache before a real database.</summary>
internal sealed class BenchCommand : Command
{
    private readonly Option<long> _threads = Numbers.Of(
        "--threads", ["-t"], 1, BenchOptions.ThreadsMax, 4, "Concurrent workers");

    private readonly Option<long?> _queries = Numbers.Optional(
        "--queries", ["-q"], 1, BenchOptions.QueriesMax,
        "Operations for each worker, and the pool they draw ids from (at most 10,000)",
        "10000, or what --duration allows");

    private readonly Option<long> _readRatio = Numbers.Of(
        "--read-ratio", ["-r"], 0, 100, 80, "Percent of reads, the rest are writes");

    private readonly Option<long> _ttl = Numbers.Of(
        "--ttl", [], 1, BenchOptions.TtlMsMax, 300_000, "Time to live of cached entries, in milliseconds");

    private readonly Option<bool> _random = Switch(
        "--random", [], "Draw ids from all 34,996 passengers instead of a pool");

    private readonly Option<bool> _interactive = Switch(
        "--interactive", ["-i"], "Ask for the settings, and before the start");

    private readonly Option<bool> _verbose = Switch(
        "--verbose", ["-v"], "Show the SQL, the key format and a sample; show a failure in full");

    private readonly Option<bool> _flush = Switch("--flush", ["-f"], "Empty the cache first");

    private readonly Option<string> _cache = new("--cache")
    {
        Description = $"The layers, fastest first, separated by commas: {string.Join(", ", CacheLayers.Known)}",
        HelpName = "LAYERS",
        DefaultValueFactory = _ => CacheLayers.Default,
    };

    private readonly Option<bool> _noCache = Switch("--no-cache", [], "Measure the database alone");

    private readonly Option<string> _database = new("--database")
    {
        Description = $"The database: {string.Join(", ", FlightDatabases.Known)}",
        HelpName = "DATABASE",
        DefaultValueFactory = _ => "sqlite",
    };

    private readonly Option<long?> _duration = Numbers.Optional(
        "--duration", [], 1, 86_400, "Stop after so many seconds");

    private readonly Option<bool> _warm = Switch(
        "--warm", [], "Run the workload once, unrecorded, before it is measured");

    private readonly Option<long> _jitter = Numbers.Of(
        "--jitter", [], 0, 99, 0, "Spread each time to live by so many percent in both directions");

    private readonly Option<long> _baseline = Numbers.Of(
        "--baseline", [], 0, 3_600, 2, "Seconds the database is measured alone first, for comparison; 0 leaves it out");

    private readonly Option<long?> _seed = Numbers.Optional(
        "--seed", [], 0, int.MaxValue, "Where the random sequences begin", "drawn anew, and logged");

    private readonly Option<string?> _out = Paths.Optional(
        "--out", "Where the JSON log goes [default: logs/perf_test_YYYYMMDD_HHMMSS.json]");

    private readonly Option<string?> _html = Paths.Optional("--html", "Also write a page with the charts there");

    private readonly Terminal _terminal;

    public BenchCommand(Terminal terminal)
        : base("bench", "Measure a layered cache before a real database.")
    {
        _terminal = terminal;
        foreach (var option in (Option[])
            [
                _threads, _queries, _readRatio, _ttl, _random, _interactive, _verbose, _flush, _cache, _noCache,
                _database, _duration, _warm, _jitter, _baseline, _seed, _out, _html,
            ])
        {
            Add(option);
        }

        Validators.Add(RefuseContradictions);
        SetAction((parsed, cancellationToken) => RunAsync(parsed, cancellationToken));
    }

    private static Option<bool> Switch(string name, string[] aliases, string description) =>
        new(name, aliases) { Description = description, Arity = ArgumentArity.Zero };

    private void RefuseContradictions(CommandResult result)
    {
        if (result.GetResult(_noCache) is { Implicit: false })
        {
            foreach (var option in (Option[])[_cache, _flush, _warm, _ttl, _jitter, _baseline])
            {
                if (result.GetResult(option) is { Implicit: false })
                {
                    result.AddError(
                        $"--no-cache and {option.Name} contradict each other: there is no cache to {Use(option)}");
                }
            }
        }

        Try(result, _cache, CacheLayers.Check);
        Try(result, _database, FlightDatabases.Check);
    }

    private string Use(Option option) =>
        option == _cache ? "build"
        : option == _flush ? "empty"
        : option == _warm ? "warm"
        : option == _baseline ? "compare with"
        : "expire";

    private static void Try(CommandResult result, Option<string> option, Action<string> check)
    {
        if (result.GetResult(option) is not { Implicit: false, Tokens: [var token] })
        {
            return;
        }

        try
        {
            check(token.Value);
        }
        catch (ArgumentException refused)
        {
            result.AddError($"{option.Name}: {refused.Message}");
        }
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var options = OptionsOf(parsed);
        if (FileClash.In(options) is { } clash)
        {
            _terminal.Complain($"{clash} ({StrataCommand.HelpFor(parsed)})");
            return ExitCode.Refused;
        }

        if (parsed.GetValue(_interactive))
        {
            // Reading a line cannot be cancelled; Ctrl-C leaves the reader behind.
            var asking = Task.Run(() => new BenchQuestions(_terminal).Ask(options), cancellationToken);
            if (await asking.WaitAsync(cancellationToken).ConfigureAwait(false) is not { } answered)
            {
                _terminal.Output.WriteLine("Cancelled; nothing was measured.");
                return ExitCode.Done;
            }

            options = answered;
        }

        var display = new BenchDisplay(_terminal.Output, _terminal.Progress, TimeProvider.System);
        var outcome = await new BenchRun(options, display, TimeProvider.System).RunAsync(cancellationToken)
            .ConfigureAwait(false);
        if (outcome.Log is null)
        {
            _terminal.Output.WriteLine("Interrupted before anything was measured; nothing was written.");
            return ExitCode.Interrupted;
        }

        display.ShowReport(outcome);
        return cancellationToken.IsCancellationRequested ? ExitCode.Interrupted
            : outcome.Log.Summary.TotalQueries == 0 ? ExitCode.Failed
            : ExitCode.Done;
    }

    private BenchOptions OptionsOf(ParseResult parsed) => new()
    {
        Threads = (int)parsed.GetValue(_threads),
        Queries = parsed.GetValue(_queries),
        ReadPercent = (int)parsed.GetValue(_readRatio),
        Ttl = TimeSpan.FromMilliseconds(parsed.GetValue(_ttl)),
        JitterPercent = (int)parsed.GetValue(_jitter),
        Random = parsed.GetValue(_random),
        Flush = parsed.GetValue(_flush),
        Warm = parsed.GetValue(_warm),
        Verbose = parsed.GetValue(_verbose),
        Cache = parsed.GetValue(_noCache) ? null : parsed.GetValue(_cache),
        Database = parsed.GetValue(_database)!,
        Duration = parsed.GetValue(_duration) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        Baseline = TimeSpan.FromSeconds(parsed.GetValue(_baseline)),
        Seed = parsed.GetValue(_seed) ?? RandomNumberGenerator.GetInt32(int.MaxValue),
        Out = parsed.GetValue(_out),
        Html = parsed.GetValue(_html),
        CacheFolder = UserCache.Folder,
        Arguments = [.. parsed.Tokens.Select(token => token.Value).Skip(1)],
    };
}
