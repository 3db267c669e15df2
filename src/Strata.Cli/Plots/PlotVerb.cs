using System.CommandLine;
using Strata.Cli.Options;
using Strata.Lab;

namespace Strata.Cli.Plots;

/// <summary><c>strata plot</c>: shows what the log of a run says.</summary>
internal sealed class PlotVerb : Command
{
    public PlotVerb(Terminal terminal)
        : base("plot", "Show what the log of a run says.")
    {
        Add(Explain(terminal));
        Add(PlotOnly(terminal));
    }

    private static Command Explain(Terminal terminal)
    {
        var log = LogArgument();
        var second = Numbers.Optional(
            "--second", ["-t"], 0, 253_402_300_799, "The Unix second to explain", "the middle one");
        var plots = new Option<bool>("--plots", "-p") { Description = "Draw the five charts too" };
        var html = HtmlOption();
        var command = new Command("explain", "Explain one second of a run, then the run as a whole.")
        {
            log, second, plots, html,
        };
        KeepLog(command, log, html);
        command.SetAction(parsed => WithPage(
            parsed.GetValue(log)!,
            parsed.GetValue(html),
            path => PlotCommand.Explain(
                terminal.Output, path, parsed.GetValue(second), parsed.GetValue(plots), terminal.Error)));
        return command;
    }

    private static Command PlotOnly(Terminal terminal)
    {
        var log = LogArgument();
        var html = HtmlOption();
        var command = new Command("plot-only", "Draw the five charts of a run.") { log, html };
        KeepLog(command, log, html);
        command.SetAction(parsed => WithPage(
            parsed.GetValue(log)!,
            parsed.GetValue(html),
            path => PlotCommand.PlotOnly(terminal.Output, path, terminal.Error)));
        return command;
    }

    private static Argument<string> LogArgument() =>
        Paths.Required("LOG", "A log that strata bench wrote, or one of the reference format");

    private static Option<string?> HtmlOption() =>
        Paths.Optional("--html", "Also write a page with the charts there");

    /// <summary>A page written over its own log would be the last of that log.</summary>
    private static void KeepLog(Command command, Argument<string> log, Option<string?> html) =>
        command.Validators.Add(result =>
        {
            if (result.GetResult(log) is { Tokens: [{ Value: { Length: > 0 } from }] }
                && result.GetResult(html) is { Tokens: [{ Value: { Length: > 0 } to }] }
                && Path.GetFullPath(from) == Path.GetFullPath(to))
            {
                result.AddError($"LOG and --html name the same file '{to}': each needs its own");
            }
        });

    private static int WithPage(string log, string? page, Func<string, int> show)
    {
        var code = show(log);
        if (code == ExitCode.Done && page is not null)
        {
            HtmlReport.Write(RunLog.Read(log), page);
        }

        return code;
    }
}
