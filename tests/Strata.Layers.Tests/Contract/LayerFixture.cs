namespace Strata.Layers.Tests.Contract;

/// <summary>A kind of layer, described so that the contract tests can make one of it.</summary>
/// <param name="name">The name in the list of tests.</param>
public abstract class LayerFixture(string name)
{
    public string Name { get; } = name;

    /// <summary>Makes an empty layer of text, large enough for every contract test.</summary>
    public ILayer<string, string?> OpenText(TimeProvider clock, TemporaryFolder folder) =>
        Open<string, string?>(clock, folder);

    /// <summary>Makes an empty layer of bytes under numbers, large enough for every contract test.</summary>
    public ILayer<int, byte[]> OpenBytes(TimeProvider clock, TemporaryFolder folder) =>
        Open<int, byte[]>(clock, folder);

    public override string ToString() => Name;

    /// <summary>Makes an empty layer.</summary>
    /// <param name="clock">The clock by which entries expire.</param>
    /// <param name="folder">A folder of the test's own.</param>
    protected abstract ILayer<TKey, TValue> Open<TKey, TValue>(TimeProvider clock, TemporaryFolder folder)
        where TKey : notnull;
}
