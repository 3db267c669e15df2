using Strata.Testing;

namespace Strata.Tests.Memory;

public sealed class StringHashTests(ITestOutputHelper output)
{
    [Fact]
    public void Similar_keys_spread_over_the_buckets_as_random_numbers_would()
    {
        const int Buckets = 4096;
        const int Keys = 64 * Buckets;
        var hash = new StringHash((ulong)Seed.Next(output.WriteLine));
        foreach (var make in (Func<int, string>[])
            [
                i => $"{i}",
                i => $"user:{i:D12}:profile",
                i => new string('a', 1 + (i % 60)) + i.ToString("x", null),
                i => $"{i:D6}" + new string('z', 40),
                i => $"{(char)(i >> 8)}{(char)(i & 0xFF)}",
            ])
        {
            foreach (var shift in (int[])[0, 16, 20])
            {
                var counts = new int[Buckets];
                for (var i = 0; i < Keys; i++)
                {
                    counts[(hash.Of(make(i)) >> shift) & (Buckets - 1)]++;
                }

                // Chi-squared with 4095 degrees of freedom: mean 4095, standard deviation 90.
                var chi = counts.Sum(c => Math.Pow(c - (Keys / Buckets), 2) / (Keys / Buckets));
                Assert.InRange(chi, 4095 - (8 * 90), 4095 + (8 * 90));
            }
        }
    }

    [Fact]
    public void Keys_that_meet_under_one_secret_do_not_under_another()
    {
        // What a hostile client would have to find out: keys of one bucket. It cannot carry them over to another layer.
        var random = new Random(Seed.Next(output.WriteLine));
        var known = new StringHash(1);
        var hostile = Enumerable.Range(0, 1 << 20).Select(i => $"k{i:x8}{random.Next():x8}")
            .Where(key => (known.Of(key) & 0x3FF) == 0).Take(1000).ToArray();
        Assert.True(hostile.Length > 900);
        var other = new StringHash((ulong)random.NextInt64());
        var fullest = hostile.GroupBy(key => other.Of(key) & 0x3FF).Max(group => group.Count());
        Assert.InRange(fullest, 2, 12);
    }

    [Fact]
    public void Two_layers_do_not_share_a_secret_unless_seeded()
    {
        var hashes = Enumerable.Range(0, 10).Select(_ => new KeyHasher<string>(null, null).Hash("key")).Distinct();
        Assert.True(hashes.Count() > 5);
        Assert.Equal(new KeyHasher<string>(null, 7).Hash("key"), new KeyHasher<string>(null, 7).Hash("key"));
        Assert.Equal(new KeyHasher<int>(null, 7).Hash(5), new KeyHasher<int>(null, 7).Hash(5));
    }

    [Fact]
    public void Texts_are_compared_as_strings_are()
    {
        var random = new Random(Seed.Next(output.WriteLine));
        for (var i = 0; i < 20_000; i++)
        {
            var length = random.Next(40);
            var x = string.Create(length, random, (span, r) =>
            {
                foreach (ref var c in span)
                {
                    c = (char)('a' + r.Next(2));
                }
            });
            var changed = x.ToCharArray();
            if (length > 0 && random.Next(2) == 0)
            {
                changed[random.Next(length)] = 'c';
            }

            var y = new string(changed) + (random.Next(20) == 0 ? "d" : "");
            Assert.Equal(x == y, StringHash.Equal(x, y));
            Assert.False(StringHash.Equal(null, y));
            Assert.True(x != y || new StringHash(3).Of(x) == new StringHash(3).Of(y));
        }
    }
}
