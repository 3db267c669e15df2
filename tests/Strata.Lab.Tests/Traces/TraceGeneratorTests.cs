using Strata.Lab.Traces;
using Strata.Lab.Traces.Reference;

namespace Strata.Lab.Tests.Traces;

public sealed class TraceGeneratorTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string> Workloads => [.. WorkloadNames.Known];

    [Theory]
    [MemberData(nameof(Workloads))]
    public void The_same_seed_gives_the_same_keys_and_another_seed_others(string name)
    {
        var workload = Assert.Single(WorkloadNames.Parse(name));
        var keys = TraceGenerator.Make(workload, 100, 7).Keys;
        Assert.True(keys.SequenceEqual(TraceGenerator.Make(workload, 100, 7).Keys));
        Assert.False(keys.SequenceEqual(TraceGenerator.Make(workload, 100, 8).Keys));
    }

    [Theory]
    [MemberData(nameof(Workloads))]
    public void The_smallest_size_gives_a_trace_too(string name) =>
        Assert.Equal(100_000, TraceGenerator.Make(WorkloadNames.Parse(name)[0], 1, 1).Requests);

    [Theory]
    [InlineData(0)]
    [InlineData(TraceGenerator.SizeMax + 1)]
    public void A_size_out_of_range_is_refused(int size) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => TraceGenerator.Make(GeneratedWorkload.Loop, size, 1));

    [Fact]
    public void In_a_loop_larger_than_the_cache_Lru_never_hits()
    {
        var trace = TraceGenerator.Make(GeneratedWorkload.Loop, 1000, 1);
        Assert.Equal(1200, trace.Distinct);
        Assert.Equal(0, new LruReference(1000, trace.Distinct).Hits(trace, null, Ct));
        Assert.InRange(new LirsReference(1000, trace.Distinct).Hits(trace, null, Ct), trace.Requests / 2, trace.Requests);
    }

    [Fact]
    public void Pure_recency_is_all_Lru_needs_to_reach_the_ceiling()
    {
        var trace = TraceGenerator.Make(GeneratedWorkload.Recency, 1000, 1);
        var hits = new LruReference(1000, trace.Distinct).Hits(trace, null, Ct);
        Assert.Equal(trace.Requests - trace.Distinct, hits);
        Assert.InRange(trace.CeilingPercent, 49, 50);
    }

    [Fact]
    public void The_small_pool_gets_every_other_request()
    {
        var trace = TraceGenerator.Make(GeneratedWorkload.Pools, 1000, 1);
        var counts = trace.Keys.ToArray().CountBy(key => key).Select(pair => pair.Value).OrderDescending().ToArray();
        Assert.Equal(10_500, trace.Distinct, 300.0);
        Assert.Equal(trace.Requests / 2, counts.Take(500).Sum());
    }

    [Fact]
    public void Zipf_ranks_come_as_often_as_their_law_says()
    {
        const int Keys = 1000;
        var trace = TraceGenerator.Make(GeneratedWorkload.Zipf, Keys / 10, 3);
        var total = Enumerable.Range(1, Keys).Sum(rank => Math.Pow(rank, -0.9));
        var counts = trace.Keys.ToArray().CountBy(key => key).Select(pair => pair.Value).OrderDescending().ToArray();
        Assert.Equal(trace.Requests / total, counts[0], 0.05 * counts[0]);
        var tenth = Enumerable.Range(1, Keys / 10).Sum(rank => Math.Pow(rank, -0.9)) / total;
        Assert.Equal(tenth, counts.Take(Keys / 10).Sum() / (double)trace.Requests, 0.01);
    }

    [Fact]
    public void What_was_popular_moves_on()
    {
        var trace = TraceGenerator.Make(GeneratedWorkload.MovingZipf, 1000, 1);
        static long MostWanted(ReadOnlySpan<long> keys) => keys.ToArray().CountBy(k => k).MaxBy(pair => pair.Value).Key;
        Assert.NotEqual(MostWanted(trace.Keys[..5000]), MostWanted(trace.Keys[5000..10_000]));
    }
}
