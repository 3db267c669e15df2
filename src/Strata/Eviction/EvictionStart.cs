namespace Strata;

/// <summary>What a policy is given to begin with.</summary>
/// <param name="Arena">The slots.</param>
/// <param name="Entries">How many entries the stripe is meant to hold.</param>
/// <param name="Stamp">Gives the present stamp.</param>
/// <param name="Seed">The seed of whatever it draws.</param>
internal readonly record struct EvictionStart(EntryArena Arena, int Entries, LayerStamp Stamp, uint Seed);
