using System.Text;

namespace Strata.Lab;

/// <summary>
/// A self-contained page with a place for its data. The sources of all pages are in web/report; <c>eng/assets</c> puts
/// them together.
/// </summary>
internal sealed class HtmlPage
{
    private const string Place = "{{data}}";

    private readonly Lazy<(string Before, string After)> _page;

    /// <summary>Names the page; it is loaded when first needed.</summary>
    /// <param name="resource">The name it is embedded under.</param>
    public HtmlPage(string resource) => _page = new(() => Load(resource));

    /// <summary>The page with its data.</summary>
    /// <param name="json">
    /// JSON whose text is escaped for HTML: inside a script element only markup could break out.
    /// </param>
    public string With(string json) => _page.Value.Before + json + _page.Value.After;

    private static (string Before, string After) Load(string resource)
    {
        using var stream = typeof(HtmlPage).Assembly.GetManifestResourceStream(resource)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var page = reader.ReadToEnd();
        var place = page.IndexOf(Place, StringComparison.Ordinal);
        return (page[..place], page[(place + Place.Length)..]);
    }
}
