namespace Strata.Lab;

/// <summary>Nanoseconds as microseconds with three digits, the form times have in a log.</summary>
internal static class Microseconds
{
    public static double FromNs(double ns) => Math.Round(ns / 1000, 3);

    public static double MeanFromNs(long sumNs, long count) => count == 0 ? 0 : FromNs((double)sumNs / count);
}
