using System.Text;
using System.Text.Json;

namespace Strata.Lab;

/// <summary>
/// A run as one self-contained page: charts to zoom, figures and tables, no network. Its sources are in
/// web/report; <c>eng/assets</c> puts them together.
/// </summary>
public static class HtmlReport
{
    private const string Place = "{{log}}";

    private static readonly Lazy<(string Before, string After)> Page = new(Load);

    /// <summary>The page.</summary>
    /// <param name="log">The run to show.</param>
    /// <exception cref="ArgumentNullException"><paramref name="log"/> is null.</exception>
    public static string Render(RunLog log)
    {
        ArgumentNullException.ThrowIfNull(log);

        // Inside a script element only markup could break out, and its characters are escaped as JSON text.
        return Page.Value.Before + JsonSerializer.Serialize(log, RunLogJson.ForPages.RunLog) + Page.Value.After;
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

    private static (string Before, string After) Load()
    {
        using var resource = typeof(HtmlReport).Assembly.GetManifestResourceStream("report.html")!;
        using var reader = new StreamReader(resource, Encoding.UTF8);
        var page = reader.ReadToEnd();
        var place = page.IndexOf(Place, StringComparison.Ordinal);
        return (page[..place], page[(place + Place.Length)..]);
    }
}
