namespace Strata.Lab.Traces;

/// <summary>The sizes a trace is replayed at when nobody names any.</summary>
internal static class TraceSizes
{
    private const int Wanted = 8;
    private const double SmallestShare = 0.002;
    private const double LargestShare = 0.6;

    /// <summary>About eight sizes, by equal factors from 0.2 % to 60 % of the keys, rounded.</summary>
    public static IReadOnlyList<int> For(int distinct) => Spread(distinct * SmallestShare, distinct * LargestShare);

    /// <summary>About eight sizes, by equal factors from a hundredth of a workload's size up to it.</summary>
    public static IReadOnlyList<int> UpTo(int size) => Spread(size / 100.0, size);

    private static List<int> Spread(double from, double to)
    {
        from = Math.Max(1, from);
        to = Math.Max(from, to);
        var sizes = new SortedSet<int>();
        for (var i = 0; i < Wanted; i++)
        {
            sizes.Add(Readable(from * Math.Pow(to / from, i / (Wanted - 1.0))));
        }

        return [.. sizes];
    }

    /// <summary>The nearest number with two digits that matter.</summary>
    private static int Readable(double size)
    {
        var unit = Math.Pow(10, Math.Max(0, Math.Floor(Math.Log10(size)) - 1));
        return (int)(Math.Round(size / unit) * unit);
    }
}
