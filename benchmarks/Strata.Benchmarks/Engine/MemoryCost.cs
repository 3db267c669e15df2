using System.Collections.Concurrent;
using Microsoft.Extensions.Caching.Memory;

namespace Strata.Benchmarks.Engine;

/// <summary>
/// Measures the memory an entry takes beyond its key and its value, both strings of 16 characters. Small stores
/// are measured many at a time.
/// </summary>
internal sealed class MemoryCost(EnginePlan plan, Progress progress, Action<EngineRow> add)
{
    /// <summary>The word for it on the command line and its name in the JSON.</summary>
    public const string Name = "memory";

    private const long FirstValue = 1_000_000_000;
    private const int EntriesTogether = 500_000;

    /// <summary>Measures all contenders at all sizes.</summary>
    public void Measure()
    {
        foreach (var entries in plan.MemoryEntries)
        {
            var floor = 0.0;
            foreach (var (contender, fill) in Contenders)
            {
                progress.Say($"{Name}: {contender}, {entries:N0} entries");
                var bytes = Beyond(entries, fill);
                floor = contender == Names.Dictionary ? bytes : floor;
                add(new EngineRow(
                    Name, contender, entries, 1, KeyKind.Text, 0, EngineRow.Rounded(bytes),
                    Math.Round(bytes / floor, 3)));
            }
        }
    }

    private static (string Name, Func<KeyValuePair<string, string>[], object> Fill)[] Contenders =>
    [
        (Names.Dictionary, FillDictionary),
        (Names.Dated, FillDated),
        (Names.MemoryCache, FillMemoryCache),
        (Names.Layer, FillLayer),
    ];

    private static double Beyond(int entries, Func<KeyValuePair<string, string>[], object> fill)
    {
        var stores = new object[Math.Clamp(EntriesTogether / entries, 1, 50)];
        var items = new KeyValuePair<string, string>[stores.Length][];
        for (var i = 0; i < stores.Length; i++)
        {
            items[i] = [.. Enumerable.Range(0, entries).Select(
                k => KeyValuePair.Create(KeyKind.TextOf(k), KeyKind.TextOf(FirstValue + k)))];
        }

        // Keys and values are held before and after: the difference is what the store adds.
        fill(items[0][..Math.Min(entries, 100)]);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < stores.Length; i++)
        {
            stores[i] = fill(items[i]);
        }

        var after = GC.GetTotalMemory(forceFullCollection: true);
        GC.KeepAlive(items);
        GC.KeepAlive(stores);
        Array.ForEach(stores, store =>
        {
            (store as IDisposable)?.Dispose();
            _ = (store as IAsyncDisposable)?.DisposeAsync();
        });
        return (double)(after - before) / ((long)entries * stores.Length);
    }

    private static ConcurrentDictionary<string, string> FillDictionary(KeyValuePair<string, string>[] items)
    {
        var table = new ConcurrentDictionary<string, string>();
        foreach (var (key, value) in items)
        {
            table[key] = value;
        }

        return table;
    }

    private static ConcurrentDictionary<string, (string Value, long DeadlineMs)> FillDated(
        KeyValuePair<string, string>[] items)
    {
        var table = new ConcurrentDictionary<string, (string Value, long DeadlineMs)>();
        foreach (var (key, value) in items)
        {
            table[key] = (value, Held.TtlMs);
        }

        return table;
    }

    private static MemoryCache FillMemoryCache(KeyValuePair<string, string>[] items)
    {
        var cache = new MemoryCache(new MemoryCacheOptions { SizeLimit = items.Length });
        foreach (var (key, value) in items)
        {
            cache.Set(key, value, new MemoryCacheEntryOptions
            {
                Size = 1,
                AbsoluteExpirationRelativeToNow = Held.Ttl,
            });
        }

        return cache;
    }

    private static MemoryLayer<string, string> FillLayer(KeyValuePair<string, string>[] items)
    {
        var layer = new MemoryLayer<string, string>(
            new MemoryLayerOptions<string, string> { CapacityEntries = Math.Max(items.Length, 10_000) });
        foreach (var (key, value) in items)
        {
            var now = TimeProvider.System.NowMs();
            layer.Set(key, new Entry<string>(value, Deadline.After(now, Held.Ttl), now));
        }

        return layer;
    }
}
