namespace Strata;

/// <summary>
/// Hashes of sampled keys that were hit, until somebody with the stripe's lock takes them. When it is full,
/// further ones are lost: a sample may have gaps.
/// </summary>
internal sealed class SampleBuffer
{
    private const int Length = 64;

    private readonly uint[] _hashes = new uint[Length];
    private int _count;

    /// <summary>Adds a hash. False if it is time to take what is there.</summary>
    public bool TryAdd(uint hash)
    {
        var at = Interlocked.Increment(ref _count) - 1;
        if ((uint)at >= Length)
        {
            return false;
        }

        // 0 marks a place not yet written.
        Volatile.Write(ref _hashes[at], hash | (hash == 0 ? 1u : 0));
        return at < Length - 1;
    }

    /// <summary>Takes what is there; the caller holds the stripe's lock.</summary>
    public int Take(Span<uint> hashes)
    {
        var count = Math.Min(Volatile.Read(ref _count), Length);
        var taken = 0;
        for (var i = 0; i < count; i++)
        {
            if (Interlocked.Exchange(ref _hashes[i], 0) is var hash and not 0)
            {
                hashes[taken++] = hash;
            }
        }

        Volatile.Write(ref _count, 0);
        return taken;
    }

    public static int LengthMax => Length;
}
