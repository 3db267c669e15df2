using System.Globalization;
using Microsoft.Playwright;

namespace Strata.Browser.Tests;

/// <summary>An open report, with what the browser complained about while it was open.</summary>
public sealed class ReportPage : IAsyncDisposable
{
    private readonly List<string> _complaints = [];
    private readonly List<string> _requests = [];

    private ReportPage(IPage page) => Page = page;

    public IPage Page { get; }

    public IReadOnlyList<string> Complaints => _complaints;

    /// <summary>What was asked of the network; data: addresses are within the page.</summary>
    public IReadOnlyList<string> Requests => _requests;

    public static async Task<ReportPage> OpenAsync(IPage page, Uri address)
    {
        var report = new ReportPage(page);
        page.Console += (_, message) => report.Note(message.Type is "error" or "warning", message.Text);
        page.PageError += (_, error) => report.Note(true, error);
        page.Dialog += (_, dialog) => report.Note(true, $"dialog: {dialog.Message}");
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith("data:", StringComparison.Ordinal))
            {
                report._requests.Add(request.Url);
            }
        };
        await page.GotoAsync(address.AbsoluteUri);
        return report;
    }

    public Task<int> CountAsync(string selector) => Page.Locator(selector).CountAsync();

    public Task<string> TextAsync() => Page.Locator("main").InnerTextAsync();

    /// <summary>Whether a chart's canvas shows anything beyond its grid: pixels of many colours.</summary>
    public Task<int> ColoursAsync(string chart) => Page.EvaluateAsync<int>(
        """
        selector => {
          const canvas = document.querySelector(selector + " canvas");
          const pixels = new Uint32Array(canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.buffer);
          return new Set(pixels).size;
        }
        """,
        chart);

    public async Task<(double From, double To)> RangeAsync(string chart)
    {
        var plot = Page.Locator($"{chart} .plot");
        return (await NumberAsync(plot, "data-from"), await NumberAsync(plot, "data-to"));
    }

    /// <summary>Where a share of a chart's width and height is, in the page.</summary>
    public async Task<(float X, float Y)> PointAsync(string chart, double across, double down = 0.5)
    {
        var over = Page.Locator($"{chart} .u-over");
        await over.ScrollIntoViewIfNeededAsync();
        var box = (await over.BoundingBoxAsync())!;
        return ((float)(box.X + (box.Width * across)), (float)(box.Y + (box.Height * down)));
    }

    public async ValueTask DisposeAsync() => await Page.CloseAsync();

    private void Note(bool isComplaint, string text)
    {
        if (isComplaint)
        {
            _complaints.Add(text);
        }
    }

    private static async Task<double> NumberAsync(ILocator element, string attribute) =>
        double.Parse((await element.GetAttributeAsync(attribute))!, CultureInfo.InvariantCulture);
}
