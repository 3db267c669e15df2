using Strata.Lab.Traces;

namespace Strata.Lab.Tests.Traces;

public sealed class TraceReplayTests
{
    private static readonly long[] Twice = [1, 2, 3, 1, 2, 3];

    [Theory]
    [MemberData(nameof(Policies))]
    public void A_layer_with_room_for_all_misses_each_key_once(EvictionPolicy policy) =>
        Assert.Equal(50, TraceReplay.HitRatio(policy, 10, Twice), 1e-9);

    [Theory]
    [MemberData(nameof(Policies))]
    public void No_policy_exceeds_the_optimum(EvictionPolicy policy)
    {
        var trace = TraceGenerator.Make(GeneratedWorkload.Scans, 200, 1);
        var optimum = 100.0 * trace.Future.Hits(200, null, TestContext.Current.CancellationToken) / trace.Requests;
        Assert.InRange(TraceReplay.HitRatio(policy, 200, trace.Keys), 1, optimum);
    }

    [Fact]
    public void Nothing_to_replay_or_no_room_is_refused()
    {
        Assert.Throws<ArgumentException>(() => TraceReplay.HitRatio(EvictionPolicy.Lru, 1, []));
        Assert.Throws<ArgumentOutOfRangeException>(() => TraceReplay.HitRatio(EvictionPolicy.Lru, 0, Twice));
    }

    [Fact]
    public void A_replay_that_was_called_off_ends()
    {
        using var called = new CancellationTokenSource();
        called.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(
            () => TraceReplay.Hits(EvictionPolicy.Lru, 1, Twice, null, called.Token));
    }

    public static TheoryData<EvictionPolicy> Policies() => [.. Enum.GetValues<EvictionPolicy>()];
}
