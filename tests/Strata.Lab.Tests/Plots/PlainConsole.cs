using Spectre.Console;

namespace Strata.Lab.Tests;

/// <summary>A console as the command line makes it when its output is redirected: no escapes, no colours.</summary>
internal sealed class PlainConsole : IDisposable
{
    private readonly StringWriter _text = new() { NewLine = "\n" };

    public PlainConsole(int width = 80, bool colours = false)
    {
        Console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = colours ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = colours ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(_text),
        });
        Console.Profile.Width = width;
    }

    public IAnsiConsole Console { get; }

    public string Text => _text.ToString();

    public string[] Lines => Text.Split('\n');

    public void Dispose() => _text.Dispose();
}
