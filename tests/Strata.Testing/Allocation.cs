namespace Strata.Testing;

/// <summary>What a piece of code allocates.</summary>
public static class Allocation
{
    private const int Series = 5;

    /// <summary>
    /// The bytes a call allocates, on average over a number of calls: the least of several series, because a collection
    /// that comes in between, whoever caused it, counts what is left of the thread's budget as allocated.
    /// </summary>
    /// <param name="call">The code; also called once before each series.</param>
    /// <param name="calls">How many calls a series has.</param>
    public static long LeastBytes(Action call, int calls = 1)
    {
        var least = long.MaxValue;
        for (var series = 0; series < Series; series++)
        {
            call();
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < calls; i++)
            {
                call();
            }

            least = Math.Min(least, (GC.GetAllocatedBytesForCurrentThread() - before) / calls);
        }

        return least;
    }
}
