namespace Strata.Lab.Traces;

/// <summary>
/// Replays keys against the real memory layer: each request is a look-up, and after a miss a set. One thread, no
/// deadlines, so the hit ratio is the policy's own.
/// </summary>
public static class TraceReplay
{
    /// <summary>The requests after which progress is told and an end is noticed.</summary>
    internal const int ChunkRequests = 1 << 15;

    /// <summary>The hit ratio of a policy, in percent.</summary>
    /// <param name="policy">Which entry leaves a full layer.</param>
    /// <param name="size">The most entries held, at least 1.</param>
    /// <param name="keys">The requests, at least one.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is less than 1.</exception>
    /// <exception cref="ArgumentException"><paramref name="keys"/> is empty, or the policy unknown.</exception>
    public static double HitRatio(EvictionPolicy policy, int size, ReadOnlySpan<long> keys)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        if (keys.IsEmpty)
        {
            throw new ArgumentException("A replay needs one key at least.", nameof(keys));
        }

        return 100.0 * Hits(policy, size, keys, watch: null, CancellationToken.None) / keys.Length;
    }

    /// <summary>How many requests hit.</summary>
    internal static long Hits(
        EvictionPolicy policy,
        int size,
        ReadOnlySpan<long> keys,
        IProgress<long>? watch,
        CancellationToken cancellationToken)
    {
        // Without deadlines the layer starts no timer; there is nothing of it to dispose.
        var layer = new MemoryLayer<long, int>(
            new MemoryLayerOptions<long, int> { CapacityEntries = size, Eviction = policy });
        var isRefusing = false;
        while (!keys.IsEmpty)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var chunk = keys[..Math.Min(keys.Length, ChunkRequests)];
            Replay(layer, chunk, ref isRefusing);
            keys = keys[chunk.Length..];
            watch?.Report(chunk.Length);
        }

        return layer.Statistics.Hits;
    }

    private static void Replay(MemoryLayer<long, int> layer, ReadOnlySpan<long> keys, ref bool isRefusing)
    {
        foreach (var key in keys)
        {
            if (layer.TryGet(key, out _) || isRefusing)
            {
                continue;
            }

            try
            {
                layer.Set(key, new Entry<int>(0, Deadline.Never, 0));
            }
            catch (LayerException)
            {
                // A layer that evicts nothing refuses once it is full, and then for good.
                isRefusing = true;
            }
        }
    }
}
