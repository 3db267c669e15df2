namespace Strata;

/// <summary>What a write came to in one layer.</summary>
/// <param name="Layer">The name of the layer.</param>
/// <param name="Action">What was done there.</param>
/// <param name="Failure">
/// Why not, if <paramref name="Action"/> is <see cref="LayerAction.Failed"/>; else null.
/// </param>
public readonly record struct LayerOutcome(string Layer, LayerAction Action, LayerException? Failure = null);
