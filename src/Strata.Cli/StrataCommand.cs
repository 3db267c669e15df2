using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using Strata.Cli.Bench;
using Strata.Cli.Comparisons;
using Strata.Cli.Plots;
using Strata.Cli.Profiles;
using Strata.Cli.Traces;

namespace Strata.Cli;

/// <summary>The <c>strata</c> command and its verbs.</summary>
internal static class StrataCommand
{
    /// <summary>Makes the command; a new verb is one line here.</summary>
    public static Command Create(Terminal terminal)
    {
        var root = new Command("strata", "Strata: a layered cache for .NET, and the lab that measures it.")
        {
            new HelpOption(),
            new VersionOption(),
            new BenchCommand(terminal),
            new PlotVerb(terminal),
            new TraceCommand(terminal),
            new ProfileCommand(terminal),
            new CompareCommand(terminal),
        };
        root.SetAction(parsed =>
        {
            root.Parse("--help").Invoke();
            return ExitCode.Done;
        });
        return root;
    }

    /// <summary>Where to read on after a refusal.</summary>
    public static string HelpFor(ParseResult parsed)
    {
        var words = new List<string>();
        for (var at = parsed.CommandResult; at is not null; at = at.Parent as CommandResult)
        {
            words.Insert(0, at.Command.Name);
        }

        return $"{string.Join(' ', words)} --help lists the options";
    }
}
