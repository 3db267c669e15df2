using System.Globalization;

namespace Strata.Lab.Sampling;

/// <summary>Nanoseconds in a column whose heading names the unit.</summary>
internal static class Nanoseconds
{
    // Less than the noise of what was taken away.
    private const double Nothing = 0.05;

    /// <summary>One digit after the point below 100, none above; "~0" for what is within the noise of 0.</summary>
    public static string Text(double ns) => ns switch
    {
        < Nothing => "~0",
        < 99.95 => ns.ToString("0.0", CultureInfo.InvariantCulture),
        _ => Figures.Count(ns),
    };

    /// <summary>The same, with a larger unit, named, for what is too long for the column.</summary>
    public static string Short(double ns) => ns < 99_950 ? Text(ns) : Figures.Time(ns / 1e3);

    /// <summary>The same, or a dash where there is none.</summary>
    public static string Text(double? ns) => ns is { } known ? Text(known) : "–";
}
