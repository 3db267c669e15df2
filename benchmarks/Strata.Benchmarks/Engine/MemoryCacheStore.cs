using Microsoft.Extensions.Caching.Memory;

namespace Strata.Benchmarks.Engine;

/// <summary>
/// Microsoft.Extensions.Caching.Memory with a size limit, each entry of size 1 and with a time to live. When full
/// it drops the new entry and removes others on the thread pool.
/// </summary>
/// <param name="capacity">The size limit.</param>
/// <param name="scanInterval">How often it looks for expired entries; null keeps its minute.</param>
internal readonly struct MemoryCacheStore<TKey>(int capacity, TimeSpan? scanInterval = null) : IExpiringStore<TKey>
    where TKey : notnull
{
    private readonly MemoryCache _cache = new(new MemoryCacheOptions
    {
        SizeLimit = capacity,
        ExpirationScanFrequency = scanInterval ?? TimeSpan.FromMinutes(1),
    });

    public long Count => _cache.Count;

    public bool TryGet(TKey key) => _cache.TryGetValue(key, out string? _);

    public bool GetOrLoad(TKey key) => _cache.GetOrCreate(key, static entry => Made(entry)) is not null;

    public void Set(TKey key) => _cache.Set(key, Held.Value, Settings());

    public void SetUntil(TKey key, long deadlineUnixMs) => _cache.Set(
        key,
        Held.Value,
        new MemoryCacheEntryOptions
        {
            Size = 1,
            AbsoluteExpiration = DateTimeOffset.FromUnixTimeMilliseconds(deadlineUnixMs),
        });

    public bool Remove(TKey key)
    {
        _cache.Remove(key);
        return true;
    }

    public void Dispose() => _cache.Dispose();

    private static string Made(ICacheEntry entry)
    {
        entry.SetSize(1).SetAbsoluteExpiration(Held.Ttl);
        return Held.Value;
    }

    private static MemoryCacheEntryOptions Settings() =>
        new() { Size = 1, AbsoluteExpirationRelativeToNow = Held.Ttl };
}
