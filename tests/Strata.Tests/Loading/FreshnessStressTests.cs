using Strata.Testing;
using Strata.Tests.Scripted;

namespace Strata.Tests.Loading;

/// <summary>
/// Real threads over few keys. Each key has one writer, whose versions rise; the source is written first, as
/// applications do. Whoever reads after a write was acknowledged sees that version or a later one.
/// </summary>
public sealed class FreshnessStressTests(ITestOutputHelper output)
{
    private const int Keys = 4;
    private const int Rounds = 4000;

    private readonly int[] _source = new int[Keys];
    private readonly int[] _acknowledged = new int[Keys];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task No_reader_sees_an_older_version_after_a_newer_was_acknowledged(int layers)
    {
        var seed = Seed.Next(output.WriteLine);
        await using var cache = Stack(layers, out var slowest);
        using var done = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 3)
            .Select(r => Task.Run(() => ReadAsync(cache, new Random(seed + 1000 + r), done.Token))).ToArray();
        var writers = Enumerable.Range(0, Keys)
            .Select(key => Task.Run(() => WriteAsync(cache, key, new Random(seed + key)))).ToArray();
        await Task.WhenAll(writers).WaitAsync(TimeSpan.FromSeconds(60));
        await done.CancelAsync();
        await Task.WhenAll(readers);

        for (var key = 0; key < Keys; key++)
        {
            foreach (var layer in cache.Layers)
            {
                var answer = await cache.GetFromAsync(layer, key);
                Assert.True(
                    !answer.Found || answer.Value == _source[key],
                    $"{layer} ends with version {answer.ValueOr(0)} of key {key}, the source with {_source[key]}.");
            }
        }

        var statistics = cache.Statistics;
        output.WriteLine(
            $"{statistics.Requests} requests, {statistics.Hits} hits, {statistics.Loads} loads, "
            + $"{statistics.SharedLoads} shared, {statistics.DiscardedFills} fills discarded");
        Assert.True(statistics is { Hits: > 0, Loads: > 0 });
        Assert.True(slowest is null || slowest.Count("get") > 0);
    }

    private async Task WriteAsync(Cache<int, int> cache, int key, Random random)
    {
        for (var version = 1; version <= Rounds; version++)
        {
            Volatile.Write(ref _source[key], version);
            switch (random.Next(6))
            {
                case 0:
                    await cache.RemoveAsync(key);
                    break;
                case 1:
                    await cache.RemoveManyAsync([key]);
                    break;
                case 2:
                    await cache.SetManyAsync([KeyValuePair.Create(key, version)]);
                    break;
                case 3 when random.Next(10) == 0:
                    await cache.ClearAsync();
                    break;
                default:
                    await cache.SetAsync(key, version);
                    break;
            }

            Volatile.Write(ref _acknowledged[key], version);
            if (random.Next(4) == 0)
            {
                await Task.Yield();
            }
        }
    }

    private async Task ReadAsync(Cache<int, int> cache, Random random, CancellationToken done)
    {
        while (!done.IsCancellationRequested)
        {
            if (random.Next(8) == 0)
            {
                await Task.Yield();
            }

            var key = random.Next(Keys);
            var least = Volatile.Read(ref _acknowledged[key]);
            int? seen = random.Next(5) switch
            {
                0 => cache.TryGet(key, out var hit) ? hit : null,
                1 => (await cache.GetAsync(key)) is { Found: true } found ? found.Value : null,
                2 => (await cache.GetManyAsync([key]))[key] is { Found: true } found ? found.Value : null,
                _ => await cache.GetOrLoadAsync(key, LoadAsync),
            };
            Assert.True(seen is null || seen >= least, $"Version {seen} of key {key} after {least} was acknowledged.");
        }
    }

    private async ValueTask<int> LoadAsync(int key, CancellationToken token)
    {
        var version = Volatile.Read(ref _source[key]);
        if ((version & 3) != 0)
        {
            await Task.Yield();
        }

        return version;
    }

    private static Cache<int, int> Stack(int layers, out ScriptedLayer<int, int>? slowest)
    {
        slowest = layers == 1 ? null : new ScriptedLayer<int, int>("slow")
        {
            Before = async (_, _) => await Task.Yield(),
            After = async (_, _) => await Task.Yield(),
        };

        // Small on top, so that keys leave and come back from below.
        var memory = Enumerable.Range(0, Math.Max(1, layers - 1)).Select(i => new MemoryLayer<int, int>(
            new MemoryLayerOptions<int, int> { Name = $"memory{i}", CapacityEntries = layers == 1 ? 100 : 2 + i }));
        return slowest is null ? new([.. memory]) : new([.. memory, slowest]);
    }
}
