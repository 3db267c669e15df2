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
    public BenchOptions? Ask(BenchOptions options)
    {
        if (YesOrNo("Customise the run?", false) is not { } customise)
        {
            return null;
        }

        if (customise)
        {
            var threads = Number("Threads", 1, 1_024, options.Threads);
            var queries = threads is null
                ? null
                : Number("Queries per thread", 1, 1_000_000_000, options.Queries ?? BenchOptions.QueriesDefault);
            var ratio = queries is null ? null : Number("Read ratio in percent", 0, 100, options.ReadPercent);
            var ttl = ratio is null
                ? null
                : Number("Time to live in milliseconds", 1, 315_360_000_000, (long)options.Ttl.TotalMilliseconds);
            var random = ttl is null ? null : YesOrNo("Draw from all passengers?", options.Random);
            var flush = random is null ? null : YesOrNo("Empty the cache first?", options.Flush);
            if (flush is null)
            {
                return null;
            }

            options = options with
            {
                Threads = (int)threads!,
                Queries = queries,
                ReadPercent = (int)ratio!,
                Ttl = TimeSpan.FromMilliseconds(ttl!.Value),
                Random = random!.Value,
                Flush = flush.Value,
            };
        }

        return YesOrNo("Start?", true) == true ? options : null;
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
