using Spectre.Console;
using Spectre.Console.Rendering;

namespace Strata.Lab;

/// <summary>
/// Lines of styled text that go to the console as they are. Unlike the console's own text they are never
/// wrapped, so a chart keeps its columns and a path stays in one piece.
/// </summary>
internal sealed class StyledText : IRenderable
{
    private readonly List<Segment> _segments = [];

    public static Style Plain => Style.Plain;

    public static Style Bold { get; } = new(decoration: Decoration.Bold);

    public static Style Faint { get; } = new(Color.Grey);

    public static Style Good { get; } = new(Color.Green);

    public static Style Fair { get; } = new(Color.Yellow);

    public static Style Poor { get; } = new(Color.Red);

    public StyledText Add(string text, Style? style = null)
    {
        if (text.Length > 0)
        {
            _segments.Add(new Segment(text, style ?? Plain));
        }

        return this;
    }

    public StyledText Line(string text = "", Style? style = null)
    {
        Add(text, style);
        _segments.Add(Segment.LineBreak);
        return this;
    }

    /// <summary>
    /// Adds text for reading, broken between words so that no line is wider than <paramref name="width"/>;
    /// what is on the line already takes <paramref name="startsAt"/> columns.
    /// </summary>
    public StyledText Sentence(string text, int width, int indent, Style? style = null, int startsAt = 0)
    {
        var line = new string(' ', Math.Max(0, indent - startsAt));
        var used = startsAt + line.Length;
        foreach (var word in text.Split(' '))
        {
            if (used > indent && used + word.Length > width)
            {
                Line(line.TrimEnd(' '), style);
                line = new string(' ', indent);
                used = indent;
            }

            line += word + " ";
            used += word.Length + 1;
        }

        return Line(line.TrimEnd(' '), style);
    }

    public Measurement Measure(RenderOptions options, int maxWidth) => new(0, maxWidth);

    public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => _segments;
}
