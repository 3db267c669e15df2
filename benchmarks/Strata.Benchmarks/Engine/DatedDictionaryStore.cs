using System.Collections.Concurrent;

namespace Strata.Benchmarks.Engine;

/// <summary>
/// The cache that is written by hand again and again: a dictionary of values with a deadline that each read
/// checks. It has no bound and gives nothing back.
/// </summary>
internal readonly struct DatedDictionaryStore<TKey>() : IStore<TKey>
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, Dated> _table = new();

    // The peer is measured as others write it, and they take the cheapest clock there is.
#pragma warning disable RS0030
    private static long NowMs => Environment.TickCount64;
#pragma warning restore RS0030

    public bool TryGet(TKey key) => _table.TryGetValue(key, out var dated) && dated.DeadlineMs > NowMs;

    public bool GetOrLoad(TKey key)
    {
        if (!TryGet(key))
        {
            Set(key);
        }

        return true;
    }

    public void Set(TKey key) => _table[key] = new Dated(Held.Value, NowMs + Held.TtlMs);

    public bool Remove(TKey key) => _table.TryRemove(key, out _);

    public void Dispose() => _table.Clear();

    private readonly record struct Dated(string Value, long DeadlineMs);
}
