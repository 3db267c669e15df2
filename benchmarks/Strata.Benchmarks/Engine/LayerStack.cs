namespace Strata.Benchmarks.Engine;

/// <summary>Layers, the cache over them, and the keys they are asked with.</summary>
internal sealed class LayerStack : IAsyncDisposable
{
    private readonly ILayer<string, string>[] _layers;

    public LayerStack(LayerKind kind, string folder, int depth, bool promotes)
    {
        _layers = [.. Enumerable.Range(0, depth).Select(i => kind.Make(i, folder))];
        Cache = new Cache<string, string>(new CacheOptions<string, string>
        {
            Layers = _layers,
            Promotion = promotes,
            EntryDefaults = new EntryOptions { Ttl = Held.Ttl },
        });
        Keys = [.. Enumerable.Range(0, LayerCost.Entries).Select(i => KeyKind.TextOf(i))];
        Missing = [.. Enumerable.Range(LayerCost.Entries, LayerCost.Entries).Select(i => KeyKind.TextOf(i))];
        Tens = [.. Keys.Chunk(LayerCost.Batch)];
        Values = [.. Tens.Select(ten => Array.ConvertAll(ten, key => KeyValuePair.Create(key, Held.Value)))];
    }

    public Cache<string, string> Cache { get; }

    /// <summary>The fastest layer, to be asked without the cache.</summary>
    public ILayer<string, string> First => _layers[0];

    public Entry<string> Entry { get; } = LayerStore<string>.EndingIn(Held.Ttl);

    public string[] Keys { get; }

    public string[] Missing { get; }

    public string[][] Tens { get; }

    public KeyValuePair<string, string>[][] Values { get; }

    /// <summary>Stores every key in the layers from a depth on.</summary>
    public async Task FillAsync(int fromDepth)
    {
        foreach (var key in Keys)
        {
            foreach (var layer in _layers.AsEnumerable().Skip(fromDepth))
            {
                await layer.SetAsync(key, Entry, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    public ValueTask DisposeAsync() => Cache.DisposeAsync();
}
