using System.Collections.Concurrent;

namespace Strata.Benchmarks.Engine;

/// <summary>
/// The least a layer can be: a dictionary that answers at once, without bounds or deadlines. What a cache costs
/// over it is the cache's own.
/// </summary>
internal sealed class MockLayer(string name) : ILayer<string, string>
{
    private readonly ConcurrentDictionary<string, Entry<string>> _table = new();

    public string Name => name;

    public ValueTask<Lookup<string>> GetAsync(string key, CancellationToken cancellationToken) =>
        new(_table.TryGetValue(key, out var entry) ? Lookup<string>.Hit(entry) : Lookup<string>.Miss);

    public ValueTask SetAsync(string key, Entry<string> entry, CancellationToken cancellationToken)
    {
        _table[key] = entry;
        return ValueTask.CompletedTask;
    }

    public ValueTask<bool> RemoveAsync(string key, CancellationToken cancellationToken) =>
        new(_table.TryRemove(key, out _));

    public ValueTask ClearAsync(CancellationToken cancellationToken)
    {
        _table.Clear();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
