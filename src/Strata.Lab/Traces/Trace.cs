using System.Runtime.InteropServices;

namespace Strata.Lab.Traces;

/// <summary>The keys somebody asked for, in order: recorded, or generated.</summary>
public sealed class Trace
{
    private readonly long[] _keys;
    private readonly Lazy<Belady> _future;

    /// <summary>Makes a trace.</summary>
    /// <param name="name">What people call it.</param>
    /// <param name="keys">The keys in order, at least one. The array is kept, not copied.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">There is no key.</exception>
    public Trace(string name, long[] keys)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(keys);
        if (keys.Length == 0)
        {
            throw new ArgumentException("A trace needs one key at least.", nameof(keys));
        }

        Name = name;
        _keys = keys;
        Ids = Number(keys, out var distinct);
        Distinct = distinct;
        _future = new(() => new Belady(this));
    }

    private Trace(string name, Trace other)
    {
        Name = name;
        _keys = other._keys;
        _future = other._future;
        Ids = other.Ids;
        Distinct = other.Distinct;
    }

    /// <summary>What people call it.</summary>
    public string Name { get; }

    /// <summary>The keys in order.</summary>
    public ReadOnlySpan<long> Keys => _keys;

    /// <summary>How many requests there are, at least 1.</summary>
    public int Requests => _keys.Length;

    /// <summary>How many different keys there are, at least 1.</summary>
    public int Distinct { get; }

    /// <summary>
    /// The hit ratio no cache can exceed, in percent: the first request for a key never hits.
    /// </summary>
    public double CeilingPercent => 100.0 * (Requests - Distinct) / Requests;

    /// <summary>The keys numbered 0, 1, … as they first appear: what arrays can be indexed with.</summary>
    internal int[] Ids { get; }

    /// <summary>What a cache that knew the future would do with it; looked into once, when first asked.</summary>
    internal Belady Future => _future.Value;

    /// <summary>The same trace under another name.</summary>
    internal Trace Renamed(string name) => new(name, this);

    private static int[] Number(long[] keys, out int distinct)
    {
        var numbers = new Dictionary<long, int>();
        var ids = new int[keys.Length];
        for (var i = 0; i < keys.Length; i++)
        {
            ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(numbers, keys[i], out var known);
            if (!known)
            {
                number = numbers.Count - 1;
            }

            ids[i] = number;
        }

        distinct = numbers.Count;
        return ids;
    }
}
