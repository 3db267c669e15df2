using Strata.Lab.Databases.Generation;

namespace Strata.Lab.Traces;

/// <summary>
/// Makes the requests of a <see cref="GeneratedWorkload"/>: the same seed and size give the same keys. There are
/// 40 requests for each entry of the size, 100,000 at least.
/// </summary>
public static class TraceGenerator
{
    /// <summary>The largest size a workload is scaled to: 40 million requests.</summary>
    public const int SizeMax = 1_000_000;

    /// <summary>The size where none is given.</summary>
    public const int SizeDefault = 5_000;

    private const int RequestsPerEntry = 40;
    private const int RequestsMin = 100_000;

    /// <summary>Makes a trace.</summary>
    /// <param name="workload">Which requests.</param>
    /// <param name="size">The size it is scaled to, 1 to <see cref="SizeMax"/>.</param>
    /// <param name="seed">Where its random sequences begin.</param>
    /// <exception cref="ArgumentOutOfRangeException">The workload is unknown, or the size out of its range.</exception>
    public static Trace Make(GeneratedWorkload workload, int size, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, SizeMax);
        var keys = new long[Math.Max(RequestsMin, size * RequestsPerEntry)];
        var random = SplitMix64.For(seed, WorkloadNames.Of(workload));
        switch (workload)
        {
            case GeneratedWorkload.Loop:
                Loop(keys, size);
                break;
            case GeneratedWorkload.Scans:
                Scans(keys, size, random);
                break;
            case GeneratedWorkload.Pools:
                Pools(keys, size, random);
                break;
            case GeneratedWorkload.MovingZipf:
                MovingZipf(keys, size, random);
                break;
            case GeneratedWorkload.Zipf:
                Zipf(keys, size, random);
                break;
            case GeneratedWorkload.Recency:
                Recency(keys, size, random);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(workload), workload, "There is no such workload.");
        }

        Scatter(keys, unchecked((ulong)seed));
        return new Trace(WorkloadNames.Of(workload), keys);
    }

    private static void Loop(long[] keys, int size)
    {
        var length = ((size * 6) + 4) / 5;
        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] = i % length;
        }
    }

    private static void Scans(long[] keys, int size, SplitMix64 random)
    {
        var popular = new ZipfRanks(2 * size, 0.9);
        long fresh = 2L * size;
        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] = i % (3 * size) < 2 * size ? popular.Next(random) : fresh++;
        }
    }

    private static void Pools(long[] keys, int size, SplitMix64 random)
    {
        var small = Math.Max(1, size / 2);
        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] = i % 2 == 0 ? random.Below(small) : small + random.Below(10 * size);
        }
    }

    private static void MovingZipf(long[] keys, int size, SplitMix64 random)
    {
        var distinct = 5 * size;
        var step = Math.Max(1, size / 2);
        var popular = new ZipfRanks(distinct, 1.0);
        for (var i = 0; i < keys.Length; i++)
        {
            var moved = (long)(i / (5 * size)) * step;
            keys[i] = (popular.Next(random) + moved) % distinct;
        }
    }

    private static void Zipf(long[] keys, int size, SplitMix64 random)
    {
        var popular = new ZipfRanks(10 * size, 0.9);
        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] = popular.Next(random);
        }
    }

    private static void Recency(long[] keys, int size, SplitMix64 random)
    {
        // Zero is a place not yet taken. A new key takes the next one, and reserves a later one for its second time.
        var distance = Math.Max(1, size / 2);
        long fresh = 0;
        for (var i = 0; i < keys.Length; i++)
        {
            if (keys[i] != 0)
            {
                continue;
            }

            keys[i] = ++fresh;
            var later = i + 1 + random.Below(distance);
            while (later < keys.Length && keys[later] != 0)
            {
                later++;
            }

            if (later < keys.Length)
            {
                keys[later] = fresh;
            }
        }
    }

    /// <summary>
    /// Gives the keys numbers all over the range, one for one, so that neighbours in a workload are none in a hash
    /// table.
    /// </summary>
    private static void Scatter(long[] keys, ulong seed)
    {
        for (var i = 0; i < keys.Length; i++)
        {
            var mixed = ((ulong)keys[i] + seed) * 0x9E3779B97F4A7C15;
            mixed = (mixed ^ (mixed >> 32)) * 0xD6E8FEB86659FD93;
            keys[i] = (long)(mixed ^ (mixed >> 32));
        }
    }
}
