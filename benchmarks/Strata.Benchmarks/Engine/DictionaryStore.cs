using System.Collections.Concurrent;

namespace Strata.Benchmarks.Engine;

/// <summary>The floor of every cache that stands on a dictionary: no bound, no deadline, no statistics.</summary>
internal readonly struct DictionaryStore<TKey>() : IStore<TKey>
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, string> _table = new();

    public bool TryGet(TKey key) => _table.TryGetValue(key, out _);

    public bool GetOrLoad(TKey key) => _table.GetOrAdd(key, static _ => Held.Value) is not null;

    public void Set(TKey key) => _table[key] = Held.Value;

    public bool Remove(TKey key) => _table.TryRemove(key, out _);

    public void Dispose() => _table.Clear();
}
