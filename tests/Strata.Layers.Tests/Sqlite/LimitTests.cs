namespace Strata.Layers.Tests.Sqlite;

public sealed class LimitTests(ITestOutputHelper output) : SqliteTest
{
    [Fact]
    public async Task The_limits_hold_after_every_write()
    {
        await using var layer = Open(new() { EntriesMax = 40, BytesMax = 3_000 });
        var random = new Random(Seed.Next(output.WriteLine));
        for (var i = 0; i < 1_000; i++)
        {
            var key = $"{random.Next(100)}";
            var value = new string('x', random.Next(300));
            if (i % 10 == 0)
            {
                await layer.SetManyAsync(
                    new KeyValuePair<string, Entry<string?>>[] { new(key, Made(value)), new(key + "b", Made(value)) },
                    new Exception?[2],
                    default);
            }
            else
            {
                await layer.SetAsync(key, Made(value, random.Next(2) == 0 ? random.Next(1, 500) : null), default);
            }

            Clock.AdvanceMs(random.Next(3));
            var statistics = layer.GetStatistics();
            Assert.InRange(statistics.Entries, 1, 40);
            Assert.InRange(statistics.Bytes, 1, 3_000);
        }

        var (entries, bytes) = (0, 0);
        await foreach (var (key, entry) in layer.EnumerateAsync(default))
        {
            entries++;
            bytes += key.Length + entry.Value!.Length;
        }

        Assert.InRange(entries, 1, 40);
        Assert.InRange(bytes, 1, 3_000);
        Assert.True(layer.GetStatistics().Evicted > 0);
        Assert.Equal(
            layer.GetStatistics().Bytes,
            layer.WriteConnection.ScalarInt64("SELECT sum(length(key) + ifnull(length(value), 0)) FROM entries"));
    }

    [Fact]
    public async Task The_entry_just_written_stays_whatever_its_deadline()
    {
        await using var layer = Open(new() { EntriesMax = 2 });
        await layer.SetAsync("a", Made("1"), default);
        await layer.SetAsync("b", Made("2"), default);
        await layer.SetAsync("short", Made("3", ttlMs: 1), default);
        Assert.True(await layer.ContainsAsync("short", default));
        Assert.Equal(2, layer.GetStatistics().Entries);
    }

    [Fact]
    public async Task Room_is_made_by_the_expired_then_by_priority_then_by_deadline_then_by_age()
    {
        await using var layer = Open(new() { EntriesMax = 7, SweepInterval = null });
        await layer.SetAsync("high", Made("x", ttlMs: 100, EntryPriority.High), default);
        await layer.SetAsync("expired high", Made("x", ttlMs: 1, EntryPriority.High), default);
        await layer.SetAsync("old", Made("x"), default);
        Clock.AdvanceMs(5);
        await layer.SetAsync("young", Made("x"), default);
        await layer.SetAsync("late", Made("x", ttlMs: 900), default);
        await layer.SetAsync("soon", Made("x", ttlMs: 800), default);
        await layer.SetAsync("low", Made("x", ttlMs: null, EntryPriority.Low), default);

        string[] order = ["expired high", "low", "soon", "late", "old", "young", "high"];
        for (var i = 0; i < order.Length; i++)
        {
            Assert.Equal(7, layer.GetStatistics().Entries);
            await layer.SetAsync($"new {i}", Made("x", priority: EntryPriority.High), default);
            Assert.Equal(0, layer.WriteConnection.ScalarInt64($"SELECT count(*) FROM entries WHERE key = CAST('{order[i]}' AS BLOB)"));
            foreach (var stays in order[(i + 1)..])
            {
                Assert.True(await layer.ContainsAsync(stays, default), $"{stays} left before its turn");
            }
        }

        Assert.Equal(1, layer.GetStatistics().Swept);
        Assert.Equal(6, layer.GetStatistics().Evicted);
    }

    [Fact]
    public async Task A_value_larger_than_the_limit_is_refused_by_name_and_the_older_copy_is_dropped()
    {
        await using var layer = Open(new() { BytesMax = 100 });
        await layer.SetAsync("other", Made("stays"), default);
        await layer.SetAsync("a", Made("older"), default);
        var refusal = await Assert.ThrowsAsync<LayerException>(
            async () => await layer.SetAsync("a", Made(new string('x', 100)), default));
        Assert.Equal(FailureKind.Permanent, refusal.Kind);
        Assert.Contains("takes 101 bytes with its key; 100 are allowed", refusal.Message, StringComparison.Ordinal);
        Assert.False((await layer.GetAsync("a", default)).Found);
        Assert.True(await layer.ContainsAsync("other", default));
        await layer.SetAsync("a", Made(new string('x', 99)), default);
        Assert.Equal(100, layer.GetStatistics().Bytes);
    }

    [Fact]
    public async Task A_file_opened_with_a_smaller_limit_is_cut_to_it()
    {
        await using (var large = Open())
        {
            var entries = Enumerable.Range(0, 2_000).Select(i => KeyValuePair.Create($"{i}", Made("x", ttlMs: 1_000 + i))).ToArray();
            await large.SetManyAsync(entries, new Exception?[entries.Length], default);
        }

        await using var small = Open(new() { EntriesMax = 100 });
        Assert.Equal(100, small.GetStatistics().Entries);
        Assert.True(await small.ContainsAsync("1999", default));
        Assert.False(await small.ContainsAsync("1899", default));
    }
}
