using Spectre.Console;

namespace Strata.Cli;

/// <summary>
/// The consoles of the process: plain text without escapes where output goes to a file or pipe.
/// </summary>
internal sealed class Terminal
{
    // A report has tables and wants a width; a sentence for another program stays on one line.
    private const int PlainReportWidth = 100;
    private const int PlainSentenceWidth = 10_000;

    private Terminal(IAnsiConsole output, IAnsiConsole error, IAnsiConsole? progress)
    {
        Output = output;
        Error = error;
        Progress = progress;
        Input = Console.In;
    }

    /// <summary>Standard output.</summary>
    public IAnsiConsole Output { get; }

    /// <summary>Standard error.</summary>
    public IAnsiConsole Error { get; }

    /// <summary>
    /// Where progress is drawn; null unless standard output and standard error are both a terminal.
    /// </summary>
    public IAnsiConsole? Progress { get; }

    /// <summary>Where answers to questions are read from.</summary>
    public TextReader Input { get; }

    public static Terminal OfProcess()
    {
        var output = Create(Console.Out, Console.IsOutputRedirected, PlainReportWidth);
        var error = Create(Console.Error, Console.IsErrorRedirected, PlainSentenceWidth);
        var isWatched = !Console.IsErrorRedirected && !Console.IsOutputRedirected;
        return new Terminal(output, error, isWatched ? error : null);
    }

    /// <summary>One line on standard error, with nothing in it taken for markup.</summary>
    public void Complain(string sentence) => Error.MarkupLineInterpolated($"[red]strata: {sentence}[/]");

    private static IAnsiConsole Create(TextWriter writer, bool isRedirected, int plainWidth)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isRedirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = isRedirected ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = isRedirected ? InteractionSupport.No : InteractionSupport.Detect,
        });
        if (isRedirected)
        {
            console.Profile.Width = plainWidth;
        }

        return console;
    }
}
