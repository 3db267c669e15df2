namespace Strata.Layers.Tests.Contract;

/// <summary>What the contract tests share: a folder, a clock that stands still, and a way to make a layer.</summary>
public abstract class LayerTest : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<IAsyncDisposable> _layers = [];

    protected ManualClock Clock { get; } = new();

    public async ValueTask DisposeAsync()
    {
        foreach (var layer in _layers)
        {
            await layer.DisposeAsync();
        }

        _folder.Dispose();
    }

    protected ILayer<string, string?> Text(string name) => Kept(Layers.Named(name).OpenText(Clock, _folder));

    protected ILayer<int, byte[]> Bytes(string name) => Kept(Layers.Named(name).OpenBytes(Clock, _folder));

    /// <summary>An entry made now, which lives so long; for ever if null.</summary>
    protected Entry<T> Made<T>(T value, long? ttlMs = null) => new(
        value, ttlMs is { } ms ? new Deadline(Clock.NowUnixMs + ms) : Deadline.Never, Clock.NowUnixMs);

    private T Kept<T>(T layer)
        where T : IAsyncDisposable
    {
        _layers.Add(layer);
        return layer;
    }
}
