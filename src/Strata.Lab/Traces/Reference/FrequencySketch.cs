using System.Numerics;

namespace Strata.Lab.Traces.Reference;

/// <summary>
/// How often keys were asked for of late, roughly: a count-min sketch of four rows with counts up to 15, all halved
/// after ten times as many requests as the cache has room for.
/// </summary>
/// <remarks>
/// Source: G. Cormode and S. Muthukrishnan, "An improved data stream summary: the count-min sketch and its
/// applications", Journal of Algorithms 55 (1), 2005; the halving is TinyLFU's.
/// </remarks>
internal sealed class FrequencySketch
{
    private const int Rows = 4;
    private const byte CountMax = 15;

    private readonly byte[][] _rows;
    private readonly long _period;
    private readonly int _shift;
    private long _counted;

    public FrequencySketch(int size)
    {
        var width = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, 4L * size));
        _rows = [.. Enumerable.Range(0, Rows).Select(_ => new byte[width])];
        _shift = 64 - BitOperations.Log2((uint)width);
        _period = 10L * size;
    }

    public void Count(int key)
    {
        var isAdded = false;
        for (var row = 0; row < Rows; row++)
        {
            ref var count = ref _rows[row][PlaceOf(key, row)];
            if (count < CountMax)
            {
                count++;
                isAdded = true;
            }
        }

        if (isAdded && ++_counted >= _period)
        {
            Halve();
        }
    }

    public int Of(int key)
    {
        int least = CountMax;
        for (var row = 0; row < Rows; row++)
        {
            least = Math.Min(least, _rows[row][PlaceOf(key, row)]);
        }

        return least;
    }

    private int PlaceOf(int key, int row)
    {
        var mixed = (ulong)(key + 1L) * 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 32)) * (0xD6E8FEB86659FD93 + (2UL * 0x51ED270B * (ulong)row));
        return (int)((mixed ^ (mixed >> 29)) * 0x9E3779B97F4A7C15 >> _shift);
    }

    private void Halve()
    {
        _counted /= 2;
        foreach (var row in _rows)
        {
            for (var i = 0; i < row.Length; i++)
            {
                row[i] /= 2;
            }
        }
    }
}
