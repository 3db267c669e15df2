namespace Strata.Tests.Memory;

/// <summary>An eviction ends although readers mark everything again behind the hand.</summary>
public sealed class HandTests
{
    public static TheoryData<EvictionPolicy> ThatEvict => PolicyTests.ThatEvict;

    [Theory, MemberData(nameof(ThatEvict))]
    public async Task Readers_that_hit_all_entries_all_the_time_do_not_keep_a_writer_from_evicting(EvictionPolicy policy)
    {
        var layer = new MemoryLayer<int, int>(new() { CapacityEntries = 4, Eviction = policy });
        using var end = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Factory.StartNew(
            () =>
            {
                for (var i = 0; !end.IsCancellationRequested; i++)
                {
                    layer.TryGet(i & 3, out _);
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)).ToArray();
        for (var i = 0; i < 20_000; i++)
        {
            layer.Set(i & 7, new Entry<int>(i, Deadline.Never, 0));
        }

        await end.CancelAsync();
        await Task.WhenAll(readers);
        Assert.InRange(layer.Count, 1, 4);
    }
}
