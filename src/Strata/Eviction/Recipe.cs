namespace Strata;

/// <summary>One setting of a <see cref="TwoQueue"/>.</summary>
/// <param name="Name">What it is called in tests and figures.</param>
/// <param name="Admission">How newcomers are treated.</param>
/// <param name="SmallShare">The share of the entries that the small queue may hold, 0 to 1.</param>
/// <param name="PromoteHits">Hits in small that carry an entry into main without further test.</param>
/// <param name="GhostLife">How long a ghost is believed, in capacities of evictions from small.</param>
internal sealed record Recipe(
    string Name, Admission Admission, double SmallShare, int PromoteHits, double GhostLife);
