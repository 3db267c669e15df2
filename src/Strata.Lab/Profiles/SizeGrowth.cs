namespace Strata.Lab.Profiles;

/// <summary>
/// The verdict on how a get depends on the number of entries: a straight line through the medians over the
/// logarithm of the sizes (least squares), of gets whose entries stay in the processor's caches.
/// </summary>
internal sealed record SizeGrowth
{
    // Beyond this no step of the algorithm is the same for every size, whatever the range.
    private const double ConstantGrowthMax = 2;

    // How much of the growth of a search in log2(n) steps is still taken for noise.
    private const double ShareOfLogarithmMax = 0.25;

    // Sizes closer together do not tell a logarithm from a constant.
    private const double LogarithmGrowthMin = 2;

    /// <summary>What the line adds each time the entries double, in nanoseconds.</summary>
    public required double NsPerDoubling { get; init; }

    /// <summary>The line at the most entries, divided by the line at the fewest.</summary>
    public required double GrowthFactor { get; init; }

    /// <summary>What that factor would be for a search in log2(n) + 1 steps.</summary>
    public required double LogarithmGrowthFactor { get; init; }

    /// <summary>The verdict.</summary>
    public required GrowthKind Verdict { get; init; }

    /// <summary>Judges medians by size; null if there are fewer than two sizes.</summary>
    /// <param name="medians">Entries, and nanoseconds a get.</param>
    public static SizeGrowth? Of(IReadOnlyList<(int Entries, double Ns)> medians)
    {
        if (medians.Select(m => m.Entries).Distinct().Count() < 2)
        {
            return null;
        }

        var points = medians.Select(m => (X: Math.Log2(m.Entries), Y: m.Ns)).ToArray();
        var meanX = points.Average(p => p.X);
        var meanY = points.Average(p => p.Y);
        var slope = points.Sum(p => (p.X - meanX) * (p.Y - meanY)) / points.Sum(p => (p.X - meanX) * (p.X - meanX));
        var fewest = points.Min(p => p.X);
        var most = points.Max(p => p.X);
        var logarithm = (most + 1) / (fewest + 1);

        // A line of positive costs may still start below zero; the smallest cost seen is then the better base.
        var start = Math.Max(meanY + (slope * (fewest - meanX)), points.Min(p => p.Y) / 2);
        var growth = start > 0 ? (meanY + (slope * (most - meanX))) / start : 1;
        var limit = Math.Min(ConstantGrowthMax, 1 + (ShareOfLogarithmMax * (logarithm - 1)));
        return new SizeGrowth
        {
            NsPerDoubling = slope,
            GrowthFactor = growth,
            LogarithmGrowthFactor = logarithm,
            Verdict = logarithm < LogarithmGrowthMin ? GrowthKind.Unclear
                : growth <= limit ? GrowthKind.Constant
                : GrowthKind.Growing,
        };
    }
}
