using System.IO.Compression;
using Strata.Testing;

namespace Strata.Tests.Eviction;

public sealed class S3FifoTests(ITestOutputHelper output)
{
    [Fact]
    public void A_scan_does_not_flush_what_is_hot()
    {
        var layer = Layer(1000);
        for (var round = 0; round < 5; round++)
        {
            for (var key = 0; key < 500; key++)
            {
                Ask(layer, key);
            }
        }

        for (var key = 10_000; key < 60_000; key++)
        {
            Ask(layer, key);
        }

        var left = Enumerable.Range(0, 500).Count(layer.Contains);
        Assert.True(left > 450, $"After a scan {left} of 500 hot entries are left.");
    }

    [Fact]
    public void A_key_that_comes_back_soon_after_its_eviction_stays_longer_than_a_new_one()
    {
        var layer = Layer(1000);
        for (var key = 0; key < 1500; key++)
        {
            Ask(layer, key);
        }

        Assert.False(layer.Contains(300));
        Ask(layer, 300);
        Ask(layer, 99_999);
        for (var key = 2000; key < 3200; key++)
        {
            Ask(layer, key);
        }

        Assert.Equal((true, false), (layer.Contains(300), layer.Contains(99_999)));
    }

    [Fact]
    public void On_skewed_requests_it_beats_random_eviction()
    {
        var random = new Random(Seed.Next(output.WriteLine));
        var requests = Zipf(random, keys: 20_000, count: 200_000);
        var layer = Layer(1000);
        var hits = requests.Count(key => Ask(layer, key));
        var held = new List<int>();
        var places = new Dictionary<int, int>();
        var randomHits = 0;
        foreach (var key in requests)
        {
            if (places.ContainsKey(key))
            {
                randomHits++;
                continue;
            }

            if (held.Count == 1000)
            {
                var victim = random.Next(1000);
                places.Remove(held[victim]);
                (held[victim], places[key]) = (key, victim);
                continue;
            }

            places[key] = held.Count;
            held.Add(key);
        }

        output.WriteLine($"S3-FIFO {100.0 * hits / requests.Length:f1} %, random {100.0 * randomHits / requests.Length:f1} %");
        Assert.True(hits > randomHits * 1.05);
    }

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData("OLTP.lis.gz", 1000, 40.8)]
    public void On_a_real_trace_it_comes_close_to_the_published_hit_ratio(string trace, int capacity, double percent)
    {
        var path = FindTrace(trace);
        Assert.SkipWhen(path is null, $"shared/traces/{trace} lies in no folder above {AppContext.BaseDirectory}.");
        var layer = Layer(capacity);
        long hits = 0, requests = 0;
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path!), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
        {
            var fields = line.Split(' ');
            var start = int.Parse(fields[0], null);
            for (var block = 0; block < int.Parse(fields[1], null); block++)
            {
                requests++;
                hits += Ask(layer, start + block) ? 1 : 0;
            }
        }

        var measured = 100.0 * hits / requests;
        output.WriteLine($"{trace} @{capacity}: {measured:f2} % of {requests} requests; reference {percent} %");
        Assert.InRange(measured, percent - 3, percent + 3);
    }

    private static string? FindTrace(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "shared", "traces", name);
            if (File.Exists(path))
            {
                return path;
            }
        }

        return null;
    }

    private static int[] Zipf(Random random, int keys, int count)
    {
        var sums = new double[keys];
        var sum = 0.0;
        for (var i = 0; i < keys; i++)
        {
            sums[i] = sum += 1.0 / (i + 1);
        }

        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            var place = Array.BinarySearch(sums, random.NextDouble() * sum);
            return place < 0 ? ~place : place;
        })];
    }

    private static bool Ask(MemoryLayer<int, int> layer, int key)
    {
        if (layer.TryGet(key, out _))
        {
            return true;
        }

        layer.Set(key, new Entry<int>(key, Deadline.Never, 0));
        return false;
    }

    private static MemoryLayer<int, int> Layer(int capacity) =>
        new(new MemoryLayerOptions<int, int> { CapacityEntries = capacity });
}
