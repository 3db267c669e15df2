namespace Strata.Tests.Statistics;

public sealed class ThreadCounterTests
{
    [Fact]
    public void Nothing_is_lost_however_many_threads_come_and_go()
    {
        var counter = new ThreadCounter();
        for (var wave = 0; wave < 6; wave++)
        {
            var threads = Enumerable.Range(0, 40).Select(i => new Thread(() => Deep(counter, i % 20, 1000))).ToList();
            threads.ForEach(thread => thread.Start());
            threads.ForEach(thread => thread.Join());
        }

        Assert.Equal(6 * 40 * 1000, counter.Sum);
    }

    /// <summary>Counts at a depth of the stack: each page of it has a cell of its own.</summary>
    private static void Deep(ThreadCounter counter, int depth, int times)
    {
        Span<byte> page = stackalloc byte[2048];
        page.Clear();
        if (depth > 0)
        {
            Deep(counter, depth - 1, times);
            return;
        }

        for (var i = 0; i < times; i++)
        {
            counter.Increment();
        }
    }
}
