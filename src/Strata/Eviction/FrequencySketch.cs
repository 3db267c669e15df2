using System.Numerics;

namespace Strata;

/// <summary>Estimates how often a key was asked for of late: small counters shared by keys, four for each.</summary>
/// <remarks>
/// A key's estimate is the least of its four counters of 4 bits, so it is never too low until counts are halved, which
/// happens after ten times as many additions as there are entries. Eight bytes for each entry. Source: Einziger,
/// Friedman and Manes, "TinyLFU", ACM Transactions on Storage 2017.
/// </remarks>
internal sealed class FrequencySketch
{
    private const ulong OneOfEach = 0x1111_1111_1111_1111;
    private const ulong HalfMask = 0x7777_7777_7777_7777;
    private const int CountMax = 15;
    private const int Rows = 4;
    private const int AdditionsPerEntry = 10;

    private readonly ulong[] _words;
    private readonly int _additionsMax;
    private int _additions;

    public FrequencySketch(int entries)
    {
        _words = new ulong[BitOperations.RoundUpToPowerOf2((uint)Math.Max(8, entries))];
        _additionsMax = AdditionsPerEntry * Math.Max(8, entries);
    }

    /// <summary>Counts requests for a key.</summary>
    public void Add(uint hash, int times)
    {
        for (; times > 0; times--)
        {
            var added = false;
            for (var row = 0; row < Rows; row++)
            {
                ref var word = ref WordOf(hash, row, out var shift);
                if (((word >> shift) & CountMax) < CountMax)
                {
                    word += 1UL << shift;
                    added = true;
                }
            }

            if (added && ++_additions >= _additionsMax)
            {
                Halve();
            }
        }
    }

    /// <summary>How often the key was asked for, at most 15.</summary>
    public int this[uint hash]
    {
        get
        {
            var least = CountMax;
            for (var row = 0; row < Rows; row++)
            {
                least = Math.Min(least, (int)((WordOf(hash, row, out var shift) >> shift) & CountMax));
            }

            return least;
        }
    }

    public void Forget() => Array.Clear(_words);

    private ref ulong WordOf(uint hash, int row, out int shift)
    {
        var mixed = (hash + ((ulong)row << 32)) * 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 29)) * 0xBF58476D1CE4E5B9;
        shift = (int)(mixed >> 60) << 2;
        return ref _words[(int)(mixed >> 20) & (_words.Length - 1)];
    }

    private void Halve()
    {
        var odd = 0;
        foreach (ref var word in _words.AsSpan())
        {
            odd += BitOperations.PopCount(word & OneOfEach);
            word = (word >> 1) & HalfMask;
        }

        _additions = (_additions - (odd >> 2)) >> 1;
    }
}
