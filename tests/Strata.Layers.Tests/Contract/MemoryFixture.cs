namespace Strata.Layers.Tests.Contract;

internal sealed class MemoryFixture(EvictionPolicy policy) : LayerFixture($"memory ({policy})")
{
    protected override ILayer<TKey, TValue> Open<TKey, TValue>(TimeProvider clock, TemporaryFolder folder) =>
        new MemoryLayer<TKey, TValue>(new() { TimeProvider = clock, Eviction = policy });
}
