namespace Strata;

/// <summary>What an engine is made from: the options of its layer and what was derived from them.</summary>
internal sealed record MemoryEngineStart<TKey, TValue>(
    MemoryLayerOptions<TKey, TValue> Options, MemoryBounds Bounds, ReuseSample? Advice)
    where TKey : notnull;
