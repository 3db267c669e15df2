namespace Strata.Layers.Tests.Contract;

internal sealed class DictionaryFixture() : LayerFixture("dictionary")
{
    protected override ILayer<TKey, TValue> Open<TKey, TValue>(TimeProvider clock, TemporaryFolder folder) =>
        new DictionaryLayer<TKey, TValue>(clock);
}
