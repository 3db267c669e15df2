namespace Strata;

/// <summary>What a stripe is given to begin with, besides what it works on.</summary>
/// <param name="NowUnixMs">The present.</param>
/// <param name="Stripes">How many stripes the layer has.</param>
/// <param name="Stamp">Gives the present stamp.</param>
/// <param name="Tuner">What learns for all stripes; null if the policy has none.</param>
/// <param name="Seed">The seed of whatever its policy draws.</param>
internal readonly record struct StripeStart(
    long NowUnixMs, int Stripes, LayerStamp Stamp, PolicyTuner? Tuner, uint Seed);
