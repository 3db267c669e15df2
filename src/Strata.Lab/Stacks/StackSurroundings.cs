namespace Strata.Lab.Stacks;

/// <summary>What a layer is given besides its own description.</summary>
/// <param name="CacheFolder">Where files without a path of their own are kept.</param>
/// <param name="Clock">The clock.</param>
internal sealed record StackSurroundings(string CacheFolder, TimeProvider Clock);
