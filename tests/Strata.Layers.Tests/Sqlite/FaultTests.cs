namespace Strata.Layers.Tests.Sqlite;

/// <summary>A full disk, a busy file and damaged rows are failures that say so, and pass.</summary>
public sealed class FaultTests : SqliteTest
{
    [Fact]
    public async Task A_full_disk_refuses_the_write_and_loses_nothing_else()
    {
        await using var layer = Open();
        await layer.SetAsync("small", Made("kept"), default);
        layer.WriteConnection.Execute("PRAGMA max_page_count = 10");
        var large = new string('x', 100_000);

        var failure = await Assert.ThrowsAsync<LayerException>(
            async () => await layer.SetAsync("large", Made(large), default));
        Assert.Equal(FailureKind.Permanent, failure.Kind);
        Assert.Contains("the disk is full", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("xxx", failure.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<LayerException>(async () => await layer.SetManyAsync(
            new KeyValuePair<string, Entry<string?>>[] { new("a", Made("a")), new("b", Made(large)) }, new Exception?[2], default));

        Assert.Equal("kept", (await layer.GetAsync("small", default)).Value);
        Assert.False(await layer.ContainsAsync("a", default));
        layer.WriteConnection.Execute("PRAGMA max_page_count = 1000000");
        await layer.SetAsync("large", Made(large), default);
        Assert.Equal(large, (await layer.GetAsync("large", default)).Value);
        Assert.Equal(2, layer.GetStatistics().Entries);
    }

    [Fact]
    public async Task A_large_batch_on_a_full_disk_says_which_entries_were_taken()
    {
        await using var layer = Open();
        layer.WriteConnection.Execute("PRAGMA max_page_count = 500");
        var entries = Enumerable.Range(0, 3_000)
            .Select(i => KeyValuePair.Create($"key {i}", Made(new string('x', i < 1_000 ? 10 : 1_000))))
            .ToArray();
        var failures = new Exception?[entries.Length];
        await layer.SetManyAsync(entries, failures, default);
        for (var i = 0; i < entries.Length; i += 100)
        {
            Assert.Equal(failures[i] is null, await layer.ContainsAsync(entries[i].Key, default));
        }

        Assert.Null(failures[0]);
        Assert.Equal(FailureKind.Permanent, Assert.IsType<LayerException>(failures[^1]).Kind);
    }

    [Fact]
    public async Task A_file_held_by_another_program_is_a_passing_failure_for_writes_and_none_for_reads()
    {
        await using var layer = Open(new() { BusyTimeout = TimeSpan.Zero });
        await layer.SetAsync("a", Made("x", ttlMs: 1_000_000), default);
        using (var other = Connect())
        {
            other.Execute("BEGIN IMMEDIATE");
            var failure = await Assert.ThrowsAsync<LayerException>(
                async () => await layer.SetAsync("a", Made("y"), default));
            Assert.Equal(FailureKind.Transient, failure.Kind);
            Assert.True(failure.IsRetryable);
            Assert.Equal("x", (await layer.GetAsync("a", default)).Value);

            Clock.Advance(TimeSpan.FromMinutes(1));
            Assert.Equal(1, layer.GetStatistics().SweepFailures);
            other.Execute("ROLLBACK");
        }

        await layer.SetAsync("a", Made("y"), default);
        Assert.Equal("y", (await layer.GetAsync("a", default)).Value);
    }

    [Theory]
    [InlineData("UPDATE entries SET value = x'7879' WHERE key = x'61'")]
    [InlineData("UPDATE entries SET value = NULL WHERE key = x'61'")]
    [InlineData("UPDATE entries SET deadline_ms = deadline_ms + 1 WHERE key = x'61'")]
    [InlineData("UPDATE entries SET weight = 0 WHERE key = x'61'")]
    [InlineData("DELETE FROM entries WHERE key = x'61'; UPDATE entries SET key = x'61' WHERE key = x'62'")]
    public async Task A_row_that_was_tampered_with_is_a_failure_once_and_then_gone(string tampering)
    {
        await using var layer = Open();
        await layer.SetAsync("a", Made("whole", ttlMs: 1_000), default);
        await layer.SetAsync("b", Made("other", ttlMs: 1_000), default);
        using (var other = Connect())
        {
            other.Execute(tampering);
        }

        var failure = await Assert.ThrowsAsync<LayerException>(async () => await layer.GetAsync("a", default));
        Assert.Equal(FailureKind.Transient, failure.Kind);
        Assert.Equal(LookupStatus.Miss, (await layer.GetAsync("a", default)).Status);
        Assert.Equal(1, layer.GetStatistics().Damaged);
        await layer.SetAsync("a", Made("new"), default);
        Assert.Equal("new", (await layer.GetAsync("a", default)).Value);
    }

    [Fact]
    public async Task Damaged_rows_among_many_fail_alone_and_a_listing_passes_them_over()
    {
        await using var layer = Open();
        foreach (var key in new[] { "a", "b", "c" })
        {
            await layer.SetAsync(key, Made(key), default);
        }

        using (var other = Connect())
        {
            other.Execute("UPDATE entries SET checksum = checksum + 1 WHERE key IN (x'61', x'62')");
        }

        var answers = new Lookup<string?>[2];
        await layer.GetManyAsync(new[] { "a", "c" }, answers, default);
        Assert.Equal(LookupStatus.Unavailable, answers[0].Status);
        Assert.Equal("c", answers[1].Value);

        var listed = new List<string>();
        await foreach (var (key, _) in layer.EnumerateAsync(default))
        {
            listed.Add(key);
        }

        Assert.Equal(["c"], listed);
        Assert.Equal(2, layer.GetStatistics().Damaged);
        Assert.Equal(1, layer.GetStatistics().Entries);
    }

    [Fact]
    public async Task A_value_in_a_form_unknown_to_the_serializer_is_a_failure_once_and_then_gone()
    {
        await using (var text = Open())
        {
            await text.SetAsync("1", Made("not a number"), default);
        }

        await using var numbers = new Strata.Sqlite.SqliteLayer<string, int>(File);
        await Assert.ThrowsAsync<LayerException>(async () => await numbers.GetAsync("1", default));
        Assert.False((await numbers.GetAsync("1", default)).Found);
    }
}
