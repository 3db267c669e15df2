namespace Strata;

/// <summary>What a stripe is given to begin with, besides what it works on.</summary>
/// <param name="NowUnixMs">The present.</param>
/// <param name="Stamp">Gives the present stamp.</param>
/// <param name="Seed">The seed of whatever its policy draws.</param>
/// <param name="Advice">Where accesses to sampled keys are noted for advice; null if nobody wants any.</param>
internal readonly record struct StripeStart(
    long NowUnixMs, LayerStamp Stamp, uint Seed, ReuseSample? Advice);
