using Microsoft.Playwright;

namespace Strata.Browser.Tests;

/// <summary>
/// One real Chromium for all tests of the page: the system's own, or the one STRATA_CHROMIUM names. Nothing is
/// downloaded.
/// </summary>
public sealed class Browser : IAsyncLifetime
{
    private static readonly string[] Places =
    [
        "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        @"C:\Program Files\Google\Chrome\Application\chrome.exe",
        @"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    ];

    private static readonly string[] Flags =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _chromium;

    public async ValueTask InitializeAsync()
    {
        var named = Environment.GetEnvironmentVariable("STRATA_CHROMIUM");
        if ((named is null ? Places : [named]).FirstOrDefault(File.Exists) is { } path)
        {
            _playwright = await Playwright.CreateAsync();
            _chromium = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = path, Args = Flags });
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_chromium is not null)
        {
            await _chromium.DisposeAsync();
        }

        _playwright?.Dispose();
    }

    /// <summary>Opens a file in a page of its own, or skips the test where there is no browser.</summary>
    public async Task<ReportPage> OpenAsync(
        string file, int width = 1180, int height = 900, ColorScheme theme = ColorScheme.Light)
    {
        if (_chromium is null)
        {
            const string Missing = "No Chromium, Chrome or Edge was found on this machine.";
            Assert.SkipUnless(Environment.GetEnvironmentVariable("STRATA_REQUIRE_SERVERS") == "1", Missing);
            Assert.Fail(Missing);
        }

        var page = await _chromium!.NewPageAsync(new()
        {
            ViewportSize = new() { Width = width, Height = height },
            ColorScheme = theme,
            HasTouch = width < 500,
        });
        return await ReportPage.OpenAsync(page, new Uri(file));
    }
}
