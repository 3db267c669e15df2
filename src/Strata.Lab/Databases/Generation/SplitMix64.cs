using System.Text;

namespace Strata.Lab.Databases.Generation;

/// <summary>
/// The random numbers behind the generated data: SplitMix64 (Steele, Lea and Flood, 2014). Integers only,
/// so that every machine and every runtime draws the same.
/// </summary>
internal sealed class SplitMix64(ulong seed)
{
    private const ulong Increment = 0x9E3779B97F4A7C15;

    private ulong _state = seed;

    /// <summary>
    /// A sequence of its own for each name, so that one table's rows do not depend on another's.
    /// </summary>
    public static SplitMix64 For(int seed, string name)
    {
        var hash = 0xCBF29CE484222325;
        foreach (var octet in Encoding.UTF8.GetBytes(name))
        {
            hash = (hash ^ octet) * 0x100000001B3;
        }

        return new SplitMix64(new SplitMix64(hash + unchecked((ulong)seed)).Next());
    }

    public ulong Next()
    {
        _state += Increment;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>From 0 to one less than the limit.</summary>
    public int Below(int limit) => (int)(((Next() >> 32) * (ulong)limit) >> 32);

    /// <summary>Both ends included.</summary>
    public int Between(int low, int high) => low + Below(high - low + 1);

    public bool Percent(int chance) => Below(100) < chance;

    public T Pick<T>(IReadOnlyList<T> choices) => choices[Below(choices.Count)];
}
