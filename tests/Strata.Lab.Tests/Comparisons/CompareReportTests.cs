using System.Text.Json;
using Strata.Lab.Comparisons;
using Strata.Lab.Sampling;

namespace Strata.Lab.Tests.Comparisons;

public sealed class CompareReportTests
{
    [Fact]
    public void The_figures_have_exactly_the_approved_form() =>
        Golden.Check("Comparisons", "compare.golden.json", JsonSerializer.Serialize(Sample(), ComparisonJson.ForFiles.Comparison) + "\n");

    [Theory]
    [InlineData(80)]
    [InlineData(140)]
    public void A_report_fits_the_terminal(int width) =>
        Assert.All(Print(width).Split('\n'), line => Assert.InRange(line.Length, 0, width));

    [Fact]
    public void Every_figure_of_a_side_has_its_improvement()
    {
        var by = Improvement.Of(Side(1_000, 1e6), Side(400, 3e6));

        Assert.Equal((60.0, 60.0, 60.0, 60.0, 60.0), (by.AveragePercent, by.P95Percent, by.P99Percent, by.MinPercent, by.MaxPercent));
        Assert.Equal(200, by.ThroughputPercent, tolerance: 1e-9);
        Assert.Equal(-150, Improvement.Lower(400, 1_000));
        Assert.Equal(0, Improvement.Lower(0, 5));
    }

    [Theory]
    [InlineData(60.4, "+60 %")]
    [InlineData(-0.4, "0 %")]
    [InlineData(-30, "−30 %")]
    [InlineData(-12_000, "< −999 %")]
    public void An_improvement_shows_its_sign(double percent, string text) => Assert.Equal(text, CompareReport.Signed(percent));

    [Fact]
    public void Contention_is_compared_by_what_both_count_and_not_at_all_where_there_was_none()
    {
        Assert.Equal(90, LockContention.Reduction(new(100, 7), new(10, 7)));
        Assert.Equal(50, LockContention.Reduction(new(100, 8), new(null, 4)));
        Assert.Null(LockContention.Reduction(new(0, 8), new(5, 4)));
    }

    [Theory]
    [InlineData("Reached", 3.0, 5.0)]
    [InlineData("InPart", 2.9, 3.0)]
    [InlineData("NotReached", 0.5, 2.99)]
    [InlineData("Reached", 3.0, null)]
    [InlineData("NothingToCompare", null, null)]
    public void A_claim_is_reached_only_if_every_figure_reaches_it(string verdict, double? first, double? second)
    {
        var claim = new Claim { Name = "throughput", Published = "3–5×", PublishedMin = 3, Unit = "factor", Here = [first, second] };

        Assert.Equal(verdict, claim.Verdict.ToString());
    }

    [Fact]
    public void The_claims_are_held_against_throughput_p99_clean_up_and_contention()
    {
        var sample = Sample();
        var claims = Claim.Of(sample.Workers!, sample.CleanUp!);

        Assert.Equal(
            ["InPart", "InPart", "NotReached", "NothingToCompare"], claims.Select(claim => claim.Verdict.ToString()));
        Assert.Contains("not reached here", Print(80), StringComparison.Ordinal);
    }

    private static string Print(int width)
    {
        using var console = new PlainConsole(width);
        var report = new CompareReport(console.Console);
        var sample = Sample();
        report.ShowMethod(sample.Machine, sample.Method);
        report.Show(sample.Operations!, sample.Method);
        report.Show(sample.Workers!, sample.Method, sample.Machine);
        report.Show(sample.CleanUp!, sample.Method);
        report.Show(sample.Claims!, sample.Workers!);
        return console.Text;
    }

    private static Comparison Sample()
    {
        ComparedWorkers[] workers = [Workers(10, 400, 3e6, null), Workers(100, 5_000_000, 1e5, 12)];
        var cleanUp = ComparedOperation.Of("clean-up", Side(20e6, 3e6), Side(15e6, 4e6));
        return new()
        {
            Machine = SampleMachine.Facts,
            StartedAt = new DateTimeOffset(2030, 1, 1, 12, 0, 0, TimeSpan.Zero),
            Method = CompareMethod.Of(new CompareOptions()),
            Operations = [ComparedOperation.Of("get", Side(200, 5e6), Side(60, 2e7))],
            Workers = workers,
            CleanUp = cleanUp,
            Claims = Claim.Of(workers, cleanUp),
        };
    }

    private static ComparedWorkers Workers(int count, double ns, double perSecond, long? foundTaken) => new()
    {
        Workers = count,
        Operations = ComparedOperation.Of($"{count} workers", Side(1_000, 1e6), Side(ns, perSecond)),
        ContentionBefore = new(0, 0),
        ContentionAfter = new(foundTaken, 3),
        OperationsDone = count * 51_000L,
    };

    private static ComparedSide Side(double ns, double perSecond) => new(SampleSummary.Of([ns]), perSecond);
}
