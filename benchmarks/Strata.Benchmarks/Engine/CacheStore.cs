namespace Strata.Benchmarks.Engine;

/// <summary>A cache of one or more memory layers, asked as an application asks it.</summary>
internal readonly struct CacheStore<TKey>(int layers, int capacity) : IStore<TKey>
    where TKey : notnull
{
    private static readonly EntryOptions Options = new() { Ttl = Held.Ttl };

    private readonly Cache<TKey, string> _cache = new(
        [.. Enumerable.Range(1, layers).Select(i => new MemoryLayer<TKey, string>(
            new MemoryLayerOptions<TKey, string> { Name = $"memory{i}", CapacityEntries = capacity }))]);

    public bool TryGet(TKey key) => _cache.TryGet(key, out _);

    public bool GetOrLoad(TKey key) =>
        _cache.GetOrLoadAsync(key, static (_, _) => new(Held.Value), Options).Result is not null;

    public void Set(TKey key) => _ = _cache.SetAsync(key, Held.Value, Options).Result;

    public bool Remove(TKey key) => _cache.RemoveAsync(key).Result.Existed;

    public void Dispose() => _cache.DisposeAsync().AsTask().GetAwaiter().GetResult();
}
