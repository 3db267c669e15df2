namespace Strata.Benchmarks.Engine;

/// <summary>The contenders' names.</summary>
internal static class Names
{
    public const string Dictionary = "ConcurrentDictionary";
    public const string Dated = "ConcurrentDictionary + deadline";
    public const string MemoryCache = "MemoryCache";
    public const string Layer = "MemoryLayer";
    public const string OneLayer = "Cache, 1 layer";
    public const string ThreeLayers = "Cache, 3 layers";
    public const string ThreeLayersTryGet = "Cache, 3 layers, TryGet";
}
