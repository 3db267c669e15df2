using Strata.Lab.Traces;
using Strata.Lab.Traces.Reference;
using Strata.Testing;

namespace Strata.Lab.Tests.Traces;

/// <summary>The simulators answer as plain lists do that follow the papers word for word.</summary>
public sealed class ReferenceCacheTests(ITestOutputHelper output)
{
    private const int Rounds = 300;

    [Fact]
    public void Lru_answers_as_a_list_in_the_order_of_use() => Compare(
        (size, distinct) => new LruReference(size, distinct), size =>
        {
            var order = new List<int>();
            return key =>
            {
                var isHit = order.Remove(key);
                order.Add(key);
                if (order.Count > size)
                {
                    order.RemoveAt(0);
                }

                return isHit;
            };
        });

    [Fact]
    public void S3_Fifo_answers_as_three_plain_queues() => Compare(
        (size, distinct) => new S3FifoReference(size, distinct), size => new PlainS3Fifo(size).Request);

    [Fact]
    public void Lirs_answers_as_a_plain_stack_and_queue() => Compare(
        (size, distinct) => new LirsReference(size, distinct), size => new PlainLirs(size).Request);

    [Fact]
    public void W_TinyLfu_keeps_what_is_popular_against_a_scan()
    {
        var cache = new WTinyLfuReference(100, 10_100);
        for (var round = 0; round < 10; round++)
        {
            for (var key = 0; key < 90; key++)
            {
                cache.Request(key);
            }
        }

        for (var key = 100; key < 1000; key++)
        {
            Assert.False(cache.Request(key));
        }

        Assert.InRange(Enumerable.Range(0, 90).Count(cache.Request), 85, 90);
    }

    [Fact]
    public void None_holds_more_than_its_size()
    {
        var random = new Random(Seed.Next(output.WriteLine));
        foreach (var size in (int[])[1, 2, 3, 10, 99, 100, 101])
        {
            foreach (var column in TraceColumn.References())
            {
                // A loop of one key more than the size has to miss once a round at least.
                var rounds = random.Next(3, 20);
                var keys = Enumerable.Range(0, rounds * (size + 1)).Select(i => (long)(i % (size + 1))).ToArray();
                var hits = column.Hits(new Trace("loop", keys), size, null, TestContext.Current.CancellationToken);
                Assert.InRange(hits, 0, keys.Length - rounds - size);
            }
        }
    }

    private void Compare(Func<int, int, ReferenceCache> make, Func<int, Func<int, bool>> plain)
    {
        var random = new Random(Seed.Next(output.WriteLine));
        for (var round = 0; round < Rounds; round++)
        {
            var trace = Requests.Draw(random);
            var size = random.Next(1, 25);
            var cache = make(size, trace.Distinct);
            var model = plain(size);
            for (var at = 0; at < trace.Requests; at++)
            {
                var key = trace.Ids[at];
                Assert.True(model(key) == cache.Request(key), $"request {at} of round {round}, size {size}");
            }
        }
    }
}
