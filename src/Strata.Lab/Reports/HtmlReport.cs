using System.Text;
using System.Text.Json;

namespace Strata.Lab;

/// <summary>
/// A run as one self-contained page: charts to zoom, figures and tables, no network.
/// </summary>
public static class HtmlReport
{
    private static readonly HtmlPage Page = new("report.html");

    /// <summary>The page.</summary>
    /// <param name="log">The run to show.</param>
    /// <exception cref="ArgumentNullException"><paramref name="log"/> is null.</exception>
    public static string Render(RunLog log)
    {
        ArgumentNullException.ThrowIfNull(log);
        return Page.With(JsonSerializer.Serialize(log, RunLogJson.ForPages.RunLog));
    }

    /// <summary>
    /// Writes the page, making its folder if need be. The file appears whole or not at all.
    /// </summary>
    /// <param name="log">The run to show.</param>
    /// <param name="path">The file; an older one of that name is replaced.</param>
    /// <exception cref="RunLogException">
    /// The file cannot be written; the message says why in one sentence.
    /// </exception>
    public static void Write(RunLog log, string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        WholeFile.Write(path, Encoding.UTF8.GetBytes(Render(log)));
    }
}
