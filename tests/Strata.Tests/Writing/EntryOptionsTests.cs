using Strata.Testing;
using Strata.Tests.Scripted;

namespace Strata.Tests.Writing;

public sealed class EntryOptionsTests
{
    [Fact]
    public void What_is_out_of_range_is_refused_by_name()
    {
        Refused("Ttl", () => new EntryOptions { Ttl = TimeSpan.Zero });
        Refused("Ttl", () => new EntryOptions { Ttl = TimeSpan.FromTicks(-1) });
        Refused("TtlJitterRatio", () => new EntryOptions { TtlJitterRatio = 1 });
        Refused("TtlJitterRatio", () => new EntryOptions { TtlJitterRatio = -0.1 });
        Refused("TtlJitterRatio", () => new EntryOptions { TtlJitterRatio = double.NaN });
        Refused("Weight", () => new EntryOptions { Weight = 0 });
        Refused("Priority", () => new EntryOptions { Priority = (EntryPriority)3 });
        Assert.Throws<ArgumentNullException>(() => new EntryOptions { SkipLayers = null! });
        Assert.Equal((1, 0.0, EntryPriority.Normal), (EntryOptions.Default.Weight, EntryOptions.Default.TtlJitterRatio, EntryOptions.Default.Priority));

        static void Refused(string name, Func<object> make) =>
            Assert.Contains(name, Assert.ThrowsAny<ArgumentException>(make).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Memory_settings_out_of_range_are_refused_by_name()
    {
        Refused("Name", new() { Name = " " });
        Refused("CapacityEntries", new() { CapacityEntries = 0 });
        Refused("CapacityWeight", new() { CapacityWeight = 0 });
        Refused("TtlMax", new() { TtlMax = TimeSpan.Zero });
        Refused("SweepInterval", new() { SweepInterval = TimeSpan.FromMilliseconds(9) });
        Refused("SweepInterval", new() { SweepInterval = TimeSpan.FromDays(2) });
        Refused("SweepBatchEntries", new() { SweepBatchEntries = 0 });
        Refused("TimeProvider", new() { TimeProvider = null! });

        static void Refused(string name, MemoryLayerOptions<int, int> options) => Assert.Contains(
            name,
            Assert.ThrowsAny<ArgumentException>(() => new MemoryLayer<int, int>(options)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Layers_that_are_missing_null_or_share_a_name_are_refused()
    {
        static ScriptedLayer<int, int> Named(string name) => new(name);
        Assert.Throws<ArgumentException>(() => new Cache<int, int>());
        Assert.Contains("Layer 1 is null", Message(Named("a"), null!), StringComparison.Ordinal);
        Assert.Contains("'a'", Message(Named("a"), Named("a")), StringComparison.Ordinal);
        Assert.Contains("Layer 0 has no name", Message(Named("")), StringComparison.Ordinal);
        Assert.Contains("33", Message([.. Enumerable.Range(0, 33).Select(i => Named($"{i}"))]), StringComparison.Ordinal);
        Assert.Contains("TtlMax of layer 'a'", Message(new ScriptedLayer<int, int>("a") { TtlMax = TimeSpan.Zero }), StringComparison.Ordinal);

        static string Message(params ILayer<int, int>[] layers) =>
            Assert.ThrowsAny<ArgumentException>(() => new Cache<int, int>(layers)).Message;
    }

    [Fact]
    public async Task Thirty_two_layers_are_written_and_the_last_can_be_skipped()
    {
        ScriptedLayer<int, int>[] layers = [.. Enumerable.Range(0, 32).Select(i => new ScriptedLayer<int, int>($"{i}"))];
        await using var cache = new Cache<int, int>(layers);
        await cache.SetAsync(1, 1, new EntryOptions { SkipLayers = ["31"] });
        Assert.Equal(31, layers.Count(layer => layer.Held.ContainsKey(1)));
    }

    [Fact]
    public async Task Jitter_stays_within_its_ratio_uses_it_and_repeats_with_its_seed()
    {
        var first = await TtlsAsync(7);
        Assert.Equal(first, await TtlsAsync(7));
        Assert.NotEqual(first, await TtlsAsync(8));
        Assert.All(first, ms => Assert.InRange(ms, 8_000, 12_000));
        Assert.True(first.Max() - first.Min() > 3_500, "The spread is hardly used.");
        Assert.InRange(first.Average(), 9_900, 10_100);

        static async Task<long[]> TtlsAsync(int seed)
        {
            var clock = new ManualClock();
            var layer = new ScriptedLayer<int, int>("only", clock);
            await using var cache = new Cache<int, int>(new CacheOptions<int, int>
            {
                Layers = [layer],
                Seed = seed,
                TimeProvider = clock,
                EntryDefaults = new() { Ttl = TimeSpan.FromSeconds(10), TtlJitterRatio = 0.2 },
            });
            for (var i = 0; i < 2000; i++)
            {
                await cache.SetAsync(i, i);
            }

            return [.. Enumerable.Range(0, 2000).Select(i => layer.Held[i].Deadline.UnixMs - clock.NowUnixMs)];
        }
    }

    [Fact]
    public async Task A_layers_own_limit_shortens_what_it_holds_and_what_is_above_it()
    {
        var clock = new ManualClock();
        var layers = Stack(clock, TimeSpan.FromSeconds(5), null, TimeSpan.FromSeconds(60));
        await using var cache = CacheOf(clock, layers);
        await cache.SetAsync("set", 1, TimeSpan.FromSeconds(100));
        await cache.SetManyAsync([KeyValuePair.Create("many", 1)], new EntryOptions { Ttl = TimeSpan.FromSeconds(100) });
        await cache.GetOrLoadAsync("load", (_, _) => new(1), new EntryOptions { Ttl = TimeSpan.FromSeconds(100) });
        foreach (var key in new[] { "set", "many", "load" })
        {
            Assert.Equal([5_000, 60_000, 60_000], layers.Select(l => l.Held[key].Deadline.UnixMs - clock.NowUnixMs));
        }
    }

    [Fact]
    public async Task A_promoted_copy_never_outlives_what_is_left_below()
    {
        var clock = new ManualClock();
        var layers = Stack(clock, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(7), null);
        await using var cache = CacheOf(clock, layers);
        layers[2].Put("one", 1, TimeSpan.FromSeconds(10));
        layers[2].Put("many", 1, TimeSpan.FromSeconds(10));
        clock.AdvanceMs(4_000);
        Assert.True((await cache.GetAsync("one")).Found);
        Assert.True((await cache.GetManyAsync(["many"]))["many"].Found);
        foreach (var key in new[] { "one", "many" })
        {
            Assert.Equal([6_000, 6_000, 6_000], layers.Select(l => l.Held[key].Deadline.UnixMs - clock.NowUnixMs));
            Assert.Equal(layers[2].Held[key], layers[0].Held[key]);
        }
    }

    [Fact]
    public async Task Without_promotion_a_hit_below_stays_below()
    {
        ScriptedLayer<string, int>[] layers = [new("top"), new("bottom")];
        await using var cache = new Cache<string, int>(
            new CacheOptions<string, int> { Layers = layers, Promotion = false });
        layers[1].Put("k", 1);
        Assert.Equal("bottom", (await cache.GetAsync("k")).Layer);
        Assert.Equal("bottom", (await cache.GetManyAsync(["k"]))["k"].Layer);
        Assert.Equal(1, await cache.GetOrLoadAsync("k", (_, _) => new(2)));
        Assert.Empty(layers[0].Held);
    }

    [Fact]
    public async Task Everything_said_of_an_entry_arrives_in_every_layer()
    {
        var clock = new ManualClock();
        var layers = Stack(clock, null, null, null);
        await using var cache = CacheOf(clock, layers);
        var options = new EntryOptions { Ttl = TimeSpan.FromTicks(1), Weight = 9, Priority = EntryPriority.High };
        await cache.SetAsync("k", 42, options);
        var wanted = new Entry<int>(42, new(clock.NowUnixMs + 1), clock.NowUnixMs, 9, EntryPriority.High);
        Assert.All(layers, layer => Assert.Equal(wanted, layer.Held["k"]));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await cache.SetAsync("k", 1, TimeSpan.Zero));
    }

    private static ScriptedLayer<string, int>[] Stack(ManualClock clock, params TimeSpan?[] limits) =>
        [.. limits.Select((limit, i) => new ScriptedLayer<string, int>($"layer{i}", clock) { TtlMax = limit })];

    private static Cache<string, int> CacheOf(ManualClock clock, ScriptedLayer<string, int>[] layers) =>
        new(new CacheOptions<string, int> { Layers = layers, TimeProvider = clock });
}
