namespace Strata.Benchmarks.Engine;

/// <summary>
/// Draws entries with Zipf's frequencies, the way YCSB does (Gray et al., "Quickly generating billion-record
/// synthetic databases", SIGMOD 1994). Ranks are scattered over the entries, so that neighbours in the order of
/// filling are not neighbours in use.
/// </summary>
internal sealed class Zipf
{
    private const double Skew = 0.99;
    private const long Scatter = 2_654_435_761; // a prime, so that it shares no factor with the count

    private readonly Random _random;
    private readonly long _count;
    private readonly double _zeta;
    private readonly double _alpha;
    private readonly double _eta;

    public Zipf(int count, int seed)
    {
        _random = new Random(seed);
        _count = count;
        for (var rank = 1; rank <= count; rank++)
        {
            _zeta += Math.Pow(rank, -Skew);
        }

        _alpha = 1 / (1 - Skew);
        _eta = (1 - Math.Pow(2.0 / count, 1 - Skew)) / (1 - ((1 + Math.Pow(2, -Skew)) / _zeta));
    }

    /// <summary>The next entry, from 0.</summary>
    public int Next() => (int)(NextRank() * Scatter % _count);

    private long NextRank()
    {
        var u = _random.NextDouble();
        var mass = u * _zeta;
        return mass < 1 ? 0
            : mass < 1 + Math.Pow(0.5, Skew) ? 1
            : Math.Min(_count - 1, (long)(_count * Math.Pow((_eta * u) - _eta + 1, _alpha)));
    }
}
