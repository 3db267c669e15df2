using System.Globalization;
using Spectre.Console;

namespace Strata.Lab;

/// <summary>What <c>strata plot</c> does: explains a log and draws it. Answers with the exit code.</summary>
public static class PlotCommand
{
    private const int Done = 0;
    private const int Failed = 1;

    // As many as can be read at a glance.
    private const int SecondsListed = 12;

    /// <summary>Explains one second of a run, then the run as a whole.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="path">The log.</param>
    /// <param name="second">The Unix second to explain; null for the middle one.</param>
    /// <param name="withPlots">Whether to draw the charts as well.</param>
    /// <param name="errors">Where a message goes if it cannot; null for the same console.</param>
    /// <returns>0, or 1 if the log cannot be read or has no such second; a message was then shown.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="console"/> is null.</exception>
    public static int Explain(
        IAnsiConsole console, string path, long? second = null, bool withPlots = false, IAnsiConsole? errors = null)
    {
        ArgumentNullException.ThrowIfNull(console);
        if (!TryRead(errors ?? console, path, out var log))
        {
            return Failed;
        }

        var seconds = log.TimeSeriesMetrics.Keys.ToArray();
        var wanted = second ?? seconds[seconds.Length / 2];
        if (!log.TimeSeriesMetrics.ContainsKey(wanted))
        {
            return Refuse(errors ?? console, $"'{path}' has no second {wanted}; it has {Known(seconds)}");
        }

        new SecondExplanation(console, log, path, wanted).Print();
        if (withPlots)
        {
            Draw(console, log);
        }

        return Done;
    }

    /// <summary>Draws the five charts of a run.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="path">The log.</param>
    /// <param name="errors">Where a message goes if it cannot; null for the same console.</param>
    /// <returns>0, or 1 if the log cannot be read; a message was then shown.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="console"/> is null.</exception>
    public static int PlotOnly(IAnsiConsole console, string path, IAnsiConsole? errors = null)
    {
        ArgumentNullException.ThrowIfNull(console);
        if (!TryRead(errors ?? console, path, out var log))
        {
            return Failed;
        }

        Draw(console, log);
        return Done;
    }

    private static void Draw(IAnsiConsole console, RunLog log)
    {
        var plots = new RunPlots(console, log);
        if (plots.AreWorthDrawing())
        {
            plots.Draw();
        }
    }

    private static bool TryRead(IAnsiConsole console, string path, out RunLog log)
    {
        try
        {
            log = RunLog.Read(path);
            return true;
        }
        catch (RunLogException failure)
        {
            log = null!;
            Refuse(console, failure.Message);
            return false;
        }
    }

    private static int Refuse(IAnsiConsole console, string sentence)
    {
        console.Write(new StyledText().Line(sentence, StyledText.Poor));
        return Failed;
    }

    private static string Known(long[] seconds)
    {
        if (seconds.Length <= SecondsListed)
        {
            return string.Join(", ", seconds);
        }

        var whole = seconds[^1] - seconds[0] + 1 == seconds.Length ? "every one from" : "most from";
        return string.Create(CultureInfo.InvariantCulture, $"{whole} {seconds[0]} to {seconds[^1]}");
    }
}
