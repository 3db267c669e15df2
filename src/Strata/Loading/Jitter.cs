using System.Security.Cryptography;

namespace Strata;

/// <summary>Spreads times to live. A seeded sequence shared by all threads without a lock.</summary>
internal sealed class Jitter(int? seed)
{
    private const ulong GoldenGamma = 0x9E3779B97F4A7C15;

    private ulong _state = (ulong)(uint)(seed ?? RandomNumberGenerator.GetInt32(int.MaxValue));

    /// <summary>
    /// A time to live moved by at most <paramref name="ratio"/> of itself in either direction.
    /// </summary>
    public TimeSpan Spread(TimeSpan ttl, double ratio)
    {
        if (ratio == 0)
        {
            return ttl;
        }

        var factor = 1 + (ratio * ((2 * NextUnit()) - 1));
        var ticks = ttl.Ticks * factor;
        return ticks >= TimeSpan.MaxValue.Ticks ? TimeSpan.MaxValue : TimeSpan.FromTicks(Math.Max(1L, (long)ticks));
    }

    /// <summary>
    /// The next number of the sequence, at least 0 and less than 1. SplitMix64 (Steele et al.,
    /// 2014).
    /// </summary>
    private double NextUnit()
    {
        var z = Interlocked.Add(ref _state, GoldenGamma);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        z ^= z >> 31;
        return (z >> 11) * (1.0 / (1UL << 53));
    }
}
