using Strata.Lab.Databases.Generation;

namespace Strata.Lab.Traces;

/// <summary>
/// Draws ranks 0 to n − 1, rank k with a chance in proportion to 1 / (k + 1)^s, in constant time and memory.
/// </summary>
/// <remarks>
/// The continuous density under which the steps lie is inverted, and what falls beside a step is drawn
/// again. Source: W. Hörmann and G. Derflinger, "Rejection-inversion to generate variates from monotone discrete
/// distributions", ACM Transactions on Modeling and Computer Simulation 6 (3), 1996.
/// </remarks>
internal sealed class ZipfRanks
{
    private readonly double _exponent;
    private readonly double _from;
    private readonly double _to;
    private readonly double _sure;
    private readonly int _count;

    public ZipfRanks(int count, double exponent)
    {
        _count = count;
        _exponent = exponent;
        _from = Area(1.5) - 1;
        _to = Area(count + 0.5);
        _sure = 2 - Inverse(Area(2.5) - Height(2));
    }

    public int Next(SplitMix64 random)
    {
        while (true)
        {
            var area = _to + (Share(random) * (_from - _to));
            var x = Inverse(area);
            var rank = Math.Clamp((int)Math.Round(x), 1, _count);
            if (rank - x <= _sure || area >= Area(rank + 0.5) - Height(rank))
            {
                return rank - 1;
            }
        }
    }

    /// <summary>Evenly from 0 to less than 1.</summary>
    private static double Share(SplitMix64 random) => (random.Next() >> 11) * (1.0 / (1UL << 53));

    private double Height(double x) => Math.Exp(-_exponent * Math.Log(x));

    /// <summary>The integral of the density from 1 to x.</summary>
    private double Area(double x)
    {
        var log = Math.Log(x);
        var power = (1 - _exponent) * log;
        return Math.Abs(power) < 1e-8 ? log : (Math.Exp(power) - 1) / (1 - _exponent);
    }

    private double Inverse(double area)
    {
        var scaled = area * (1 - _exponent);
        return Math.Abs(scaled) < 1e-8 ? Math.Exp(area) : Math.Exp(Math.Log(1 + scaled) / (1 - _exponent));
    }
}
