using System.Numerics;

namespace Strata.Benchmarks.Engine;

/// <summary>
/// The keys of a measurement, all made before it. A key that is asked is equal to a stored one and never the same
/// instance. Asked instances are made only for the entries that were drawn and shared by equal draws: a second
/// instance of each of a million keys would take the processor's cache from what is measured.
/// </summary>
internal sealed class DrawnKeys<TKey>
    where TKey : notnull
{
    private const int KeysPerRoom = 10;
    private const int MissingCount = 1 << 16;
    private const int DrawsMin = 1 << 16;
    private const int DrawsMax = 1 << 20;
    private const long FirstMissing = 100_000_000;

    private readonly Func<long, TKey> _make;
    private readonly int _entries;
    private readonly Lazy<TKey[]> _asked;
    private readonly Lazy<TKey[]> _askedWide;
    private readonly Lazy<TKey[]> _missing;
    private TKey[][] _fresh = [];
    private long _nextFresh = 10 * FirstMissing;

    public DrawnKeys(Func<long, TKey> make, int entries)
    {
        _make = make;
        _entries = entries;
        _asked = new(() => Draw(entries));
        _askedWide = new(() => Draw(KeysPerRoom * entries));
        _missing = new(() => [.. Enumerable.Range(0, MissingCount).Select(i => make(FirstMissing + i))]);
        var random = new Random(3);
        Choices = [.. Enumerable.Range(0, DrawsMin).Select(_ => (byte)random.Next(10))];
    }

    /// <summary>Drawn from the entries.</summary>
    public TKey[] Asked => _asked.Value;

    /// <summary>Drawn from ten times as many keys as there are entries.</summary>
    public TKey[] AskedWide => _askedWide.Value;

    /// <summary>Keys that are never stored.</summary>
    public TKey[] Missing => _missing.Value;

    /// <summary>Numbers from 0 to 9.</summary>
    public byte[] Choices { get; }

    /// <summary>The keys to fill a store with, instances of their own.</summary>
    public IEnumerable<TKey> Stored()
    {
        for (var i = 0; i < _entries; i++)
        {
            yield return _make(i);
        }
    }

    /// <summary>The new keys of one thread in this round.</summary>
    public TKey[] Fresh(int thread) => _fresh[thread];

    /// <summary>Makes keys that no store has ever seen, for a round.</summary>
    /// <param name="threads">For how many threads.</param>
    /// <param name="count">How many for each; the row is as long as the next power of two.</param>
    public void Refresh(int threads, int count)
    {
        var length = (int)BitOperations.RoundUpToPowerOf2((uint)count);
        _fresh = new TKey[threads][];
        for (var thread = 0; thread < threads; thread++)
        {
            var keys = new TKey[length];
            for (var i = 0; i < count; i++)
            {
                keys[i] = _make(_nextFresh++);
            }

            _fresh[thread] = keys;
        }
    }

    private TKey[] Draw(int entries)
    {
        var zipf = new Zipf(entries, seed: 2);
        var twins = new TKey[entries];
        var isMade = new bool[entries];
        var drawn = new TKey[Math.Clamp((int)BitOperations.RoundUpToPowerOf2((uint)entries), DrawsMin, DrawsMax)];
        for (var i = 0; i < drawn.Length; i++)
        {
            var entry = zipf.Next();
            if (!isMade[entry])
            {
                twins[entry] = _make(entry);
                isMade[entry] = true;
            }

            drawn[i] = twins[entry];
        }

        return drawn;
    }
}
