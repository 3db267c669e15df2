namespace Strata;

/// <summary>What a policy is given to begin with in a stripe.</summary>
/// <param name="Arena">The slots.</param>
/// <param name="Entries">How many entries the stripe is meant to hold.</param>
/// <param name="Stripes">How many stripes the layer has.</param>
/// <param name="Stamp">Gives the present stamp.</param>
/// <param name="Tuner">What learns for all stripes; null if the policy has none.</param>
/// <param name="Seed">The seed of whatever it draws.</param>
internal readonly record struct EvictionStart(
    EntryArena Arena, int Entries, int Stripes, LayerStamp Stamp, PolicyTuner? Tuner, uint Seed);
