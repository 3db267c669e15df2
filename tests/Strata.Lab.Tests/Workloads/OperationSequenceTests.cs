using Strata.Lab.Workloads;

namespace Strata.Lab.Tests.Workloads;

public sealed class OperationSequenceTests
{
    private static readonly Workload Mixed = new()
    {
        Workers = 2,
        OperationsPerWorker = 1,
        ReadPercent = 80,
        PoolSize = 1_000,
        Seed = 42,
    };

    [Fact]
    public void The_same_seed_gives_the_same_operations_and_each_worker_its_own()
    {
        var first = Draw(Mixed, 0, 500);
        Assert.Equal(first, Draw(Mixed, 0, 500));
        Assert.NotEqual(first, Draw(Mixed, 1, 500));
        Assert.NotEqual(first, Draw(Mixed with { Seed = 43 }, 0, 500));
    }

    [Fact]
    public void Ids_cover_the_pool_evenly_and_reads_have_their_share()
    {
        var drawn = Draw(Mixed, 0, 200_000);
        Assert.InRange(drawn.Count(d => d.IsRead), 159_000, 161_000);
        var counts = drawn.CountBy(d => d.Id).ToDictionary();
        Assert.Equal(Enumerable.Range(Workload.FirstId, 1_000), counts.Keys.Order());
        Assert.InRange(counts.Values.Min(), 120, 200);
        Assert.InRange(counts.Values.Max(), 200, 280);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(100, 1_000)]
    public void All_or_nothing_is_exact(int percent, int reads) =>
        Assert.Equal(reads, Draw(Mixed with { ReadPercent = percent }, 0, 1_000).Count(d => d.IsRead));

    private static List<(bool IsRead, int Id)> Draw(Workload workload, int worker, int count)
    {
        var sequence = workload.SequenceOf(worker);
        return [.. Enumerable.Range(0, count).Select(_ => (sequence.NextIsRead(out var id), id))];
    }
}
