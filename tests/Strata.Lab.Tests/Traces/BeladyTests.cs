using Strata.Lab.Traces;
using Strata.Lab.Traces.Reference;
using Strata.Testing;

namespace Strata.Lab.Tests.Traces;

public sealed class BeladyTests(ITestOutputHelper output)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void No_order_of_evictions_hits_more_often()
    {
        var random = new Random(Seed.Next(output.WriteLine));
        for (var i = 0; i < 300; i++)
        {
            var trace = Requests.Draw(random, requestsMax: 13, keysMax: 6);
            var size = random.Next(1, 4);
            Assert.Equal(BestOfAll(trace.Ids, 0, [], size), trace.Future.Hits(size, null, Ct));
        }
    }

    [Fact]
    public void The_key_needed_last_leaves()
    {
        var random = new Random(Seed.Next(output.WriteLine));
        for (var i = 0; i < 200; i++)
        {
            var trace = Requests.Draw(random, requestsMax: 9000, keysMax: 200);
            var size = random.Next(1, 100);
            Assert.Equal(Farthest(trace.Ids, size), trace.Future.Hits(size, null, Ct));
        }
    }

    [Fact]
    public void No_reference_exceeds_it_and_a_cache_for_all_keys_reaches_the_ceiling()
    {
        var random = new Random(Seed.Next(output.WriteLine));
        for (var i = 0; i < 50; i++)
        {
            var trace = Requests.Draw(random);
            var size = random.Next(1, 20);
            var optimum = trace.Future.Hits(size, null, Ct);
            Assert.InRange(new LruReference(size, trace.Distinct).Hits(trace, null, Ct), 0, optimum);
            Assert.InRange(new S3FifoReference(size, trace.Distinct).Hits(trace, null, Ct), 0, optimum);
            Assert.Equal(trace.Requests - trace.Distinct, trace.Future.Hits(trace.Distinct, null, Ct));
        }
    }

    // Tries every victim at every miss.
    private static long BestOfAll(int[] keys, int at, HashSet<int> held, int size)
    {
        if (at == keys.Length)
        {
            return 0;
        }

        if (held.Contains(keys[at]))
        {
            return 1 + BestOfAll(keys, at + 1, held, size);
        }

        if (held.Count < size)
        {
            return BestOfAll(keys, at + 1, [.. held, keys[at]], size);
        }

        return held.Max(victim => BestOfAll(keys, at + 1, [.. held.Where(key => key != victim), keys[at]], size));
    }

    // The textbook's rule, looking ahead at every miss.
    private static long Farthest(int[] keys, int size)
    {
        var held = new HashSet<int>();
        long hits = 0;
        for (var at = 0; at < keys.Length; at++)
        {
            if (held.Contains(keys[at]))
            {
                hits++;
                continue;
            }

            if (held.Count == size)
            {
                held.Remove(held.MaxBy(key => (uint)Array.IndexOf(keys, key, at + 1)));
            }

            held.Add(keys[at]);
        }

        return hits;
    }
}
