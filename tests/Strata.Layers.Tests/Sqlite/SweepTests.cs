using Strata.Sqlite;
using Strata.Sqlite.Storage;

namespace Strata.Layers.Tests.Sqlite;

public sealed class SweepTests : SqliteTest
{
    [Fact]
    public async Task A_sweep_deletes_what_has_expired_and_nothing_else()
    {
        await using var layer = Open(new() { SweepInterval = TimeSpan.FromSeconds(10), SweepBatchEntries = 100 });
        await FillAsync(layer, 1_050, ttlMs: 500);
        await layer.SetAsync("lives", Made("x", ttlMs: 60_000), default);
        await layer.SetAsync("for ever", Made("x"), default);

        Clock.AdvanceMs(9_999);
        Assert.False((await layer.GetAsync("key 0", default)).Found);
        Assert.Equal(1_052, layer.GetStatistics().Entries);

        Clock.AdvanceMs(1);
        var statistics = layer.GetStatistics();
        Assert.Equal(2, statistics.Entries);
        Assert.Equal(1_050, statistics.Swept);
        Assert.Equal("lives".Length + "for ever".Length + 2, statistics.Bytes);
        Assert.True(await layer.ContainsAsync("lives", default));
    }

    [Fact]
    public async Task A_batch_of_a_sweep_is_bounded()
    {
        await using (var layer = Open(new() { SweepInterval = null }))
        {
            await FillAsync(layer, 1_000, ttlMs: 1);
        }

        using var writer = new Writer(
            DatabaseFile.OpenToWrite(File, SqliteDurability.Process, TimeSpan.Zero), null, null);
        var later = Clock.NowUnixMs + 1;
        int[] batches = [Sweep(writer, later, 400), Sweep(writer, later, 400), Sweep(writer, later, 400)];
        Assert.Equal([400, 400, 200], batches);
    }

    [Fact]
    public async Task Without_an_interval_nothing_is_swept()
    {
        await using var layer = Open(new() { SweepInterval = null });
        await FillAsync(layer, 10, ttlMs: 1);
        Clock.Advance(TimeSpan.FromDays(3));
        Assert.Equal(10, layer.GetStatistics().Entries);
    }

    [Fact]
    public async Task A_sweep_stops_with_the_layer()
    {
        var layer = Open(new() { SweepInterval = TimeSpan.FromSeconds(1) });
        await FillAsync(layer, 10, ttlMs: 1);
        await layer.DisposeAsync();
        Clock.Advance(TimeSpan.FromMinutes(1));
        await using var again = Open();
        Assert.Equal(10, again.GetStatistics().Entries);
    }

    [Fact]
    public async Task Entries_and_their_deadlines_outlive_the_layer()
    {
        await using (var first = Open())
        {
            await first.SetAsync("a", Made("x", ttlMs: 100), default);
            await first.SetAsync("b", Made(null), default);
        }

        Assert.Equal([File], Directory.GetFiles(Folder.Path));
        Clock.AdvanceMs(99);
        await using (var second = Open())
        {
            Assert.Equal("x", (await second.GetAsync("a", default)).Value);
            Assert.Equal(2, second.GetStatistics().Entries);
        }

        Clock.AdvanceMs(1);
        await using var third = Open();
        Assert.False((await third.GetAsync("a", default)).Found);
        Assert.True((await third.GetAsync("b", default)).Found);
    }

    private static int Sweep(Writer writer, long nowUnixMs, int entriesMax)
    {
        writer.Begin();
        var dropped = writer.Sweep(nowUnixMs, entriesMax);
        writer.Commit();
        return dropped;
    }

    private async Task FillAsync(SqliteLayer<string, string?> layer, int count, long ttlMs)
    {
        var entries = Enumerable.Range(0, count).Select(i => KeyValuePair.Create($"key {i}", Made("x", ttlMs))).ToArray();
        await layer.SetManyAsync(entries, new Exception?[count], default);
    }
}
