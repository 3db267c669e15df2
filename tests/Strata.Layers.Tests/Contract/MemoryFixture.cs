namespace Strata.Layers.Tests.Contract;

internal sealed class MemoryFixture() : LayerFixture("memory")
{
    protected override ILayer<TKey, TValue> Open<TKey, TValue>(TimeProvider clock, TemporaryFolder folder) =>
        new MemoryLayer<TKey, TValue>(new MemoryLayerOptions<TKey, TValue> { TimeProvider = clock });
}
