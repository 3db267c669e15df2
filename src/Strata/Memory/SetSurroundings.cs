namespace Strata;

/// <summary>What a stripe needs to know for a set besides the entry.</summary>
/// <param name="NowUnixMs">The present, if the entry slides; else of no account.</param>
/// <param name="SweepNowUnixMs">The instant up to which the sweep is clearing.</param>
internal readonly record struct SetSurroundings(long NowUnixMs, long SweepNowUnixMs);
