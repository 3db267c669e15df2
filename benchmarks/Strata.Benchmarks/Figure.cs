namespace Strata.Benchmarks;

/// <summary>What the turns of a contender say together.</summary>
/// <param name="Ns">The median of the nanoseconds an operation.</param>
/// <param name="NsMin">The least of them.</param>
/// <param name="NsMax">The most.</param>
/// <param name="Bytes">The median of the bytes an operation.</param>
/// <param name="Ratio">The median of the time over the reference's time in the same round.</param>
/// <param name="Spread">Half the distance between the quartiles of the times, as a part of the median.</param>
internal readonly record struct Figure(
    double Ns, double NsMin, double NsMax, double Bytes, double? Ratio, double Spread)
{
    /// <summary>Sums up the turns of a contender.</summary>
    /// <param name="turns">Its turns.</param>
    /// <param name="reference">The turns of the contender it is compared with, round by round, if any.</param>
    public static Figure Of(Turn[] turns, Turn[]? reference)
    {
        var ns = turns.Select(t => t.Ns).Order().ToArray();
        var bytes = turns.Select(t => t.Bytes).Order().ToArray();
        var ratios = reference is null ? [] : turns.Zip(reference, (t, r) => t.Ns / r.Ns).Order().ToArray();
        var median = ns[ns.Length / 2];
        return new Figure(
            median,
            ns[0],
            ns[^1],
            bytes[bytes.Length / 2],
            reference is null ? null : ratios[ratios.Length / 2],
            (ns[ns.Length * 3 / 4] - ns[ns.Length / 4]) / 2 / median);
    }
}
