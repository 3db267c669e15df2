using Strata.Lab.Profiles;
using Strata.Lab.Sampling;

namespace Strata.Lab.Tests.Profiles;

public sealed class VerdictTests
{
    private static readonly int[] Sizes = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000];

    [Fact]
    public void The_same_cost_at_every_size_is_constant()
    {
        var growth = Growth(_ => 60);

        Assert.Equal((GrowthKind.Constant, 0.0, 1.0), (growth.Verdict, Math.Round(growth.NsPerDoubling, 9), growth.GrowthFactor));
        Assert.Equal(20.93, growth.LogarithmGrowthFactor, tolerance: 0.01);
    }

    [Fact]
    public void Noise_of_a_few_percent_is_still_constant() =>
        Assert.Equal(GrowthKind.Constant, Growth(n => n % 3 == 0 ? 66 : 58).Verdict);

    [Fact]
    public void A_step_more_for_every_doubling_is_not_constant()
    {
        var growth = Growth(n => 5 * (1 + Math.Log2(n)));

        Assert.Equal(GrowthKind.Growing, growth.Verdict);
        Assert.Equal(5, growth.NsPerDoubling, tolerance: 1e-9);
        Assert.Equal(growth.LogarithmGrowthFactor, growth.GrowthFactor, tolerance: 1e-9);
    }

    [Fact]
    public void A_cost_that_grows_with_the_entries_is_not_constant() =>
        Assert.Equal(GrowthKind.Growing, Growth(n => n).Verdict);

    [Fact]
    public void Sizes_close_together_tell_nothing_and_one_size_even_less()
    {
        Assert.Equal(GrowthKind.Unclear, SizeGrowth.Of([(1_000, 50), (2_000, 90)])!.Verdict);
        Assert.Null(SizeGrowth.Of([(1_000, 50), (1_000, 60)]));
    }

    [Theory]
    [InlineData(1.4, 2, "Scales")]
    [InlineData(1.39, 2, "Gains")]
    [InlineData(1.1, 2, "Flat")]
    [InlineData(0.9, 2, "Flat")]
    [InlineData(0.89, 2, "Falls")]
    [InlineData(2, 1.5, "Disturbed")]
    public void Throughput_is_judged_by_the_cores_that_were_there(double speedup, double coresUsed, string verdict)
    {
        var profile = ContentionProfile.Of([Point(1, 100, 1), Point(2, 100 * speedup, coresUsed), Point(4, 900, 2)], processors: 2);

        Assert.Equal((verdict, 2), (profile.Verdict.ToString(), profile.ThreadsJudged));
    }

    [Fact]
    public void Without_one_thread_or_on_one_core_there_is_no_verdict()
    {
        Assert.Equal(ScalingKind.Unclear, ContentionProfile.Of([Point(2, 100, 2), Point(4, 100, 2)], 2).Verdict);
        Assert.Equal(ScalingKind.Unclear, ContentionProfile.Of([Point(1, 100, 1), Point(2, 100, 1)], 1).Verdict);
    }

    [Fact]
    public void Parts_are_related_to_the_whole_and_those_a_hit_spares_are_not_added()
    {
        var profile = ComponentProfile.Of(
            10,
            0,
            [
                Part("a", ComponentRole.PartOfHit, 30),
                Part("b", ComponentRole.PartOfHit, 90),
                Part("lock", ComponentRole.Spared, 20),
                Part("get", ComponentRole.Whole, 100),
            ]);

        Assert.Equal([30.0, 90, 20, 100], profile.Parts.Select(part => part.PercentOfGet));
        Assert.Equal((120.0, 100.0), (profile.PartsPercent, profile.WholeP50Ns));
        Assert.Throws<ArgumentException>(() => ComponentProfile.Of(10, 0, [Part("a", ComponentRole.PartOfHit, 30)]));
    }

    [Fact]
    public void The_published_blend_is_the_arithmetic_of_its_parts()
    {
        Assert.Equal(150_405, BlendedLatency.Published.BlendedNs);
        Assert.Equal(9.97, BlendedLatency.Published.ImprovementFactor, tolerance: 0.005);
        Assert.Equal("0.9 × 450 + 0.1 × 1,500,000 = 150,405 ns, 9.97× better", ProfileReport.Arithmetic(BlendedLatency.Published));
        Assert.Equal(60, new BlendedLatency { HitRatePercent = 100, MemoryNs = 60, RemoteNs = 1e6 }.BlendedNs);
    }

    private static SizeGrowth Growth(Func<int, double> cost) => SizeGrowth.Of([.. Sizes.Select(n => (n, cost(n)))])!;

    private static ContentionPoint Point(int threads, double perSecond, double cores) => new()
    {
        Threads = threads,
        GetsPerSecond = perSecond,
        CoresUsed = cores,
        Get = SampleSummary.Of([1]),
    };

    private static ComponentTime Part(string name, ComponentRole role, double ns) =>
        new() { Name = name, Role = role, Time = SampleSummary.Of([ns]) };
}
