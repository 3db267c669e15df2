using System.Text.Json;
using Strata.Lab.Profiles;
using Strata.Lab.Sampling;

namespace Strata.Lab.Tests.Profiles;

public sealed class ProfileReportTests
{
    [Fact]
    public void The_figures_have_exactly_the_approved_form() =>
        Golden.Check("Profiles", "profile.golden.json", JsonSerializer.Serialize(Sample(), ProfileJson.ForFiles.Profile) + "\n");

    [Theory]
    [InlineData(80)]
    [InlineData(140)]
    public void A_report_fits_the_terminal(int width) =>
        Assert.All(Print(width).Split('\n'), line => Assert.InRange(line.Length, 0, width));

    [Fact]
    public void A_report_says_how_it_was_measured()
    {
        var text = Print(100);

        Assert.Contains("100 calls in a row are a sample", text, StringComparison.Ordinal);
        Assert.Contains("readings of the clock cost 40.0 ns", text, StringComparison.Ordinal);
        Assert.Contains("Taken away from every batch of 100: 180 ns", text, StringComparison.Ordinal);
        Assert.Contains("A hit takes no lock", text, StringComparison.Ordinal);
        Assert.Contains("do not add up", text, StringComparison.Ordinal);
        Assert.Contains("2 cores: more threads than that take turns", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_95th_percentile_comes_first()
    {
        var heading = Print(100).Split('\n').First(line => line.Contains("p50", StringComparison.Ordinal));

        Assert.Equal(["p95", "mean", "p50", "p99", "sd", "%", "get", "study"], heading.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    private static string Print(int width)
    {
        using var console = new PlainConsole(width);
        var report = new ProfileReport(console.Console);
        var profile = Sample();
        report.ShowMethod(profile.Machine, profile.Method);
        report.Show(profile.Components!, profile.Method);
        report.Show(profile.Sizes!);
        report.Show(profile.Contention!);
        report.Show(profile.Blended!);
        return console.Text;
    }

    private static Profile Sample() => new()
    {
        Machine = SampleMachine.Facts,
        StartedAt = new DateTimeOffset(2030, 1, 1, 12, 0, 0, TimeSpan.Zero),
        Method = new ProfileMethod { Samples = 100_000, WarmUpMs = 2_000, Rounds = 10, TwoClockReadingsNs = 40 },
        Components = ComponentProfile.Of(
            10_000,
            180,
            [
                Part("look-up in the table", ComponentRole.PartOfHit, 20) with { PublishedP95Ns = 125 },
                Part("counter, own cell", ComponentRole.PartOfHit, -0.5) with { PublishedP95Ns = 125 },
                Part("lock, uncontended", ComponentRole.Spared, 16) with { PublishedP95Ns = 250 },
                Part("get", ComponentRole.Whole, 64) with { PublishedP95Ns = 458 },
                Part("get, call by call", ComponentRole.OtherWhole, 123_456) with { PublishedP95Ns = 458 },
            ]),
        Sizes = SizeProfile.Of([Point(1, 60), Point(1_000_000, 64)]),
        Contention = ContentionProfile.Of([Threads(1, 1e7, 1), Threads(2, 1.9e7, 2), Threads(8, 123e6, 2)], 2),
        Blended = new BlendedLatency { HitRatePercent = 90, MemoryNs = 64, RemoteNs = 1_500_000 },
    };

    private static SampleSummary Times(double ns) => SampleSummary.Of([ns, ns + 1, ns + 2]);

    private static ComponentTime Part(string name, ComponentRole role, double ns) =>
        new() { Name = name, Role = role, Time = Times(ns) };

    private static SizePoint Point(int entries, double ns) => new()
    {
        Entries = entries,
        Get = Times(5 * ns),
        FewKeys = Times(ns),
        Dictionary = Times(3 * ns),
        Array = Times(2),
    };

    private static ContentionPoint Threads(int threads, double perSecond, double cores) => new()
    {
        Threads = threads,
        GetsPerSecond = perSecond,
        CoresUsed = cores,
        Get = Times(20_000),
    };
}
