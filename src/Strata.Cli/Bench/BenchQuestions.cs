using Spectre.Console;
using Strata.Cli.Options;
using Strata.Lab.Bench;

namespace Strata.Cli.Bench;

/// <summary>
/// Asks for the settings of a run, one line each. An empty answer keeps what stands in brackets.
/// </summary>
internal sealed class BenchQuestions(Terminal terminal)
{
    /// <summary>The settings as answered; null if the person said no, or the input ended.</summary>
    public BenchOptions? Ask(BenchOptions options) => YesOrNo("Customise the run?", false) switch
    {
        true when Customised(options) is { } customised => Confirmed(customised),
        false => Confirmed(options),
        _ => null,
    };

    private BenchOptions? Confirmed(BenchOptions options) => YesOrNo("Start?", true) == true ? options : null;

    /// <summary>
    /// Asks what matters to this run: a limit of time stands for the number of queries, and without a cache nothing
    /// expires or is emptied.
    /// </summary>
    private BenchOptions? Customised(BenchOptions options)
    {
        if (Number("Threads", 1, BenchOptions.ThreadsMax, options.Threads) is not { } threads)
        {
            return null;
        }

        options = options with { Threads = (int)threads };
        if (options.Duration is null)
        {
            var usual = options.Queries ?? BenchOptions.QueriesDefault;
            if (Number("Queries per thread", 1, BenchOptions.QueriesMax, usual) is not { } queries)
            {
                return null;
            }

            options = options with { Queries = queries };
        }

        if (Number("Read ratio in percent", 0, 100, options.ReadPercent) is not { } readPercent)
        {
            return null;
        }

        options = options with { ReadPercent = (int)readPercent };
        if (options.Cache is not null)
        {
            var usual = (long)options.Ttl.TotalMilliseconds;
            if (Number("Time to live in milliseconds", 1, BenchOptions.TtlMsMax, usual) is not { } ttlMs)
            {
                return null;
            }

            options = options with { Ttl = TimeSpan.FromMilliseconds(ttlMs) };
        }

        if (YesOrNo("Draw from all passengers?", options.Random) is not { } random)
        {
            return null;
        }

        options = options with { Random = random };
        return options.Cache is null ? options
            : YesOrNo("Empty the cache first?", options.Flush) is { } flush ? options with { Flush = flush }
            : null;
    }

    private long? Number(string question, long min, long max, long byDefault)
    {
        while (true)
        {
            terminal.Output.Write($"{question} ({Numbers.Range(min, max)}) [{byDefault}]: ");
            var answer = terminal.Input.ReadLine()?.Trim();
            if (answer is null)
            {
                return null;
            }

            if (answer.Length == 0)
            {
                return byDefault;
            }

            if (Numbers.TryRead(answer, min, max, out var number))
            {
                return number;
            }

            terminal.Output.WriteLine($"'{answer}' is refused: a whole number from {Numbers.Range(min, max)}.");
        }
    }

    private bool? YesOrNo(string question, bool byDefault)
    {
        while (true)
        {
            terminal.Output.Write($"{question} (yes/no) [{(byDefault ? "yes" : "no")}]: ");
            var answer = terminal.Input.ReadLine()?.Trim();
            switch (answer?.ToUpperInvariant())
            {
                case null:
                    return null;
                case "":
                    return byDefault;
                case "Y" or "YES":
                    return true;
                case "N" or "NO":
                    return false;
                default:
                    terminal.Output.WriteLine($"'{answer}' is refused: yes or no.");
                    break;
            }
        }
    }
}
