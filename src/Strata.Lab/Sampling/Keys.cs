using System.Globalization;
using System.Numerics;

namespace Strata.Lab.Sampling;

/// <summary>
/// The keys of an experiment. Those asked for are equal to those stored and never the same instances: a
/// comparison of references would find nothing.
/// </summary>
internal static class Keys
{
    // As many as the largest table has entries, so that a walk through them touches most of it.
    private const int AskedMax = 1 << 20;
    private const int AskedMin = 1 << 12;

    /// <summary>A new instance of the key of an entry.</summary>
    public static string Of(int entry) => string.Create(CultureInfo.InvariantCulture, $"entry:{entry:D7}");

    /// <summary>Entries drawn at random, all alike; at least as many as there are, up to a million.</summary>
    public static int[] Draw(int entries, int seed)
    {
        var length = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(entries, AskedMin, AskedMax));
        var random = new Random(seed);
        var drawn = new int[length];
        foreach (ref var entry in drawn.AsSpan())
        {
            entry = random.Next(entries);
        }

        return drawn;
    }

    /// <summary>The keys of entries, each a new instance.</summary>
    public static string[] Of(int[] entries) => Array.ConvertAll(entries, Of);
}
