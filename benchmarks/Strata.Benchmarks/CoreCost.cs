using System.Collections.Concurrent;

namespace Strata.Benchmarks;

/// <summary>What a memory hit costs: the layer alone, and through caches of one to three layers.</summary>
internal static class CoreCost
{
    private const int Entries = 10_000;
    private const int Operations = 2_000_000;

    public static async Task MeasureAsync()
    {
        // The keys looked up are equal to those stored and never the same instances.
        var stored = Enumerable.Range(0, Entries).Select(i => $"passenger:{i:D6}").ToArray();
        var asked = Asked();
        var dictionary = new ConcurrentDictionary<string, string>();
        var layer = new MemoryLayer<string, string>();
        await using var one = new Cache<string, string>(new MemoryLayer<string, string>());
        await using var three = new Cache<string, string>(
            new MemoryLayer<string, string>(),
            new MemoryLayer<string, string>(new MemoryLayerOptions<string, string> { Name = "second" }),
            new MemoryLayer<string, string>(new MemoryLayerOptions<string, string> { Name = "third" }));
        foreach (var key in stored)
        {
            dictionary[key] = key;
            await one.SetAsync(key, key, TimeSpan.FromHours(1)).ConfigureAwait(false);
            await three.SetAsync(key, key, TimeSpan.FromHours(1)).ConfigureAwait(false);
            layer.Set(key, new Entry<string>(key, Deadline.After(TimeProvider.System.NowMs(), TimeSpan.FromHours(1)), 0));
        }

        Console.WriteLine($"A memory hit, {Entries:N0} string keys, uniform, one thread, TTL and statistics on:");
        await Interleaved.RunAsync(
            Operations,
            ("ConcurrentDictionary.TryGetValue", () => Hit(asked, key => dictionary.TryGetValue(key, out _))),
            ("MemoryLayer.TryGet", () => Hit(asked, key => layer.TryGet(key, out _))),
            ("Cache.TryGet, 1 layer", () => Hit(asked, key => one.TryGet(key, out _))),
            ("Cache.TryGet, 3 layers", () => Hit(asked, key => three.TryGet(key, out _))),
            ("Cache.GetOrLoadAsync, 3 layers", () => Hit(asked, key =>
                three.GetOrLoadAsync(key, static (_, _) => new("never")).IsCompletedSuccessfully)),
            ("Cache.GetAsync, 3 layers", () => Hit(asked, key => three.GetAsync(key).Result.Found)))
            .ConfigureAwait(false);
    }

    private static string[] Asked()
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, 1 << 16).Select(_ => $"passenger:{random.Next(Entries):D6}")];
    }

    private static Task Hit(string[] asked, Func<string, bool> hit)
    {
        for (var i = 0; i < Operations; i++)
        {
            if (!hit(asked[i & (asked.Length - 1)]))
            {
                throw new InvalidOperationException("Every key is held.");
            }
        }

        return Task.CompletedTask;
    }
}
