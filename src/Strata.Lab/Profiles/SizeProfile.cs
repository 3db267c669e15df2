namespace Strata.Lab.Profiles;

/// <summary>What a get costs as the layer grows.</summary>
/// <param name="Points">The sizes, fewest entries first.</param>
/// <param name="Growth">The verdict; null if there is one size only.</param>
internal sealed record SizeProfile(IReadOnlyList<SizePoint> Points, SizeGrowth? Growth)
{
    public static SizeProfile Of(IReadOnlyList<SizePoint> points) =>
        new(points, SizeGrowth.Of([.. points.Select(point => (point.Entries, point.FewKeys.P50Ns))]));
}
