namespace Strata.Lab;

/// <summary>
/// A vertical axis on which every step is a factor: a hit of 1 µs and a query of 10 ms fit on one chart.
/// </summary>
internal sealed class LogScale
{
    private readonly double _bottom;
    private readonly double _top;
    private readonly int _rows;

    /// <summary>Makes the axis that holds the positive ones of the values; zeros sit on its bottom.</summary>
    public LogScale(IEnumerable<double> values, int rows)
    {
        var positive = values.Where(v => v > 0).DefaultIfEmpty(1).ToArray();
        _rows = rows;
        _bottom = Nice(Math.Log10(positive.Min()), up: false);
        _top = Nice(Math.Log10(positive.Max()), up: true);
        if (_top - _bottom < 0.3)
        {
            _top = Nice(_bottom + 0.3, up: true);
        }
    }

    /// <summary>The row of a value, 0 at the bottom.</summary>
    public int RowOf(double value)
    {
        if (!(value > 0))
        {
            return 0;
        }

        var row = (Math.Log10(value) - _bottom) / (_top - _bottom) * (_rows - 1);
        return (int)Math.Clamp(Math.Round(row), 0, _rows - 1);
    }

    /// <summary>
    /// Round values for labels, by row: both ends, and between them as many as there is room for.
    /// </summary>
    public IReadOnlyDictionary<int, double> Ticks()
    {
        var ticks = new SortedDictionary<int, double>
        {
            [0] = Math.Pow(10, _bottom),
            [_rows - 1] = Math.Pow(10, _top),
        };
        var rowsPerDecade = (_rows - 1) / (_top - _bottom);
        double[] mantissas = rowsPerDecade >= 6 ? [1, 2, 5] : [1];
        var step = Math.Max(1, (int)Math.Ceiling(2 / rowsPerDecade));
        for (var exponent = (int)Math.Ceiling(_bottom); exponent <= _top; exponent += step)
        {
            foreach (var value in mantissas.Select(m => m * Math.Pow(10, exponent)))
            {
                var row = RowOf(value);
                if (Math.Log10(value) < _top && !ticks.Keys.Any(taken => Math.Abs(taken - row) < 2))
                {
                    ticks[row] = value;
                }
            }
        }

        return ticks;
    }

    // The next 1, 2 or 5 times a power of ten, as a logarithm.
    private static double Nice(double log, bool up)
    {
        var exponent = Math.Floor(log + 1e-9);
        double[] steps = [0, Math.Log10(2), Math.Log10(5), 1];
        var rest = log - exponent;
        return exponent + (up ? steps.First(s => s >= rest - 1e-9) : steps.Last(s => s <= rest + 1e-9));
    }
}
