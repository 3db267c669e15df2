namespace Strata.Benchmarks.Engine;

/// <summary>What the layers of a measured stack are.</summary>
/// <param name="Name">The name the tables and the JSON give it.</param>
/// <param name="Make">Makes the layer at a depth, 0 the fastest, in a folder of the run.</param>
/// <param name="IsSlow">Whether a layer is no memory, so that only some experiments are worth their time.</param>
internal sealed record LayerKind(string Name, Func<int, string, ILayer<string, string>> Make, bool IsSlow = false);
