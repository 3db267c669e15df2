using System.Globalization;
using Strata.Sqlite;

namespace Strata.Layers.Tests.Sqlite;

/// <summary>What is not ours, or not whole, is refused with its name and stays as it is.</summary>
public sealed class RefusalTests(ITestOutputHelper output) : SqliteTest
{
    [Theory]
    [InlineData("short")]
    [InlineData("SQLite format 3\0 and then nothing of the kind, for more than a hundred bytes, so that it looks at first as if it were one")]
    public void A_file_that_is_no_database_is_refused_untouched(string content)
    {
        System.IO.File.WriteAllText(File, content);
        AssertRefusedUntouched("is not a SQLite database");
    }

    [Theory]
    [InlineData("delete", 0)]
    [InlineData("wal", 0)]
    [InlineData("wal", 4711)]
    public void Another_applications_database_is_refused_untouched(string journalMode, int applicationId)
    {
        using (var other = Connect())
        {
            other.Execute(
                $"PRAGMA journal_mode = {journalMode}; PRAGMA application_id = {applicationId}; CREATE TABLE precious (x)");
        }

        AssertRefusedUntouched("is another application's database");
    }

    [Fact]
    public void Another_applications_database_in_use_is_refused_untouched()
    {
        using var other = Connect();
        other.Execute("PRAGMA journal_mode = WAL; CREATE TABLE precious (x); INSERT INTO precious VALUES (1)");
        AssertRefusedUntouched("is another application's database");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(1_000_000)]
    public async Task A_file_of_an_unknown_schema_is_refused_untouched(int version)
    {
        await FillAsync(10);
        using (var later = Connect())
        {
            later.Execute($"PRAGMA user_version = {version}");
        }

        AssertRefusedUntouched($"has schema version {version.ToString(CultureInfo.InvariantCulture)}");
    }

    [Fact]
    public async Task A_file_whose_end_is_missing_is_refused_untouched()
    {
        await FillAsync(500);
        using (var file = System.IO.File.OpenWrite(File))
        {
            file.SetLength(file.Length / 2);
        }

        AssertRefusedUntouched("is damaged");
    }

    [Fact]
    public async Task A_file_with_a_page_of_noise_is_refused_untouched()
    {
        await FillAsync(500);
        var random = new Random(Seed.Next(output.WriteLine));
        using (var file = System.IO.File.OpenWrite(File))
        {
            var noise = new byte[4096];
            random.NextBytes(noise);
            file.Position = 4096;
            file.Write(noise);
        }

        AssertRefusedUntouched("is damaged");
    }

    [Fact]
    public async Task Whatever_byte_is_wrong_no_wrong_value_is_answered()
    {
        await FillAsync(100);
        var whole = await System.IO.File.ReadAllBytesAsync(File);
        var random = new Random(Seed.Next(output.WriteLine));
        var (refused, failed) = (0, 0);
        for (var round = 0; round < 60; round++)
        {
            var bytes = (byte[])whole.Clone();
            bytes[random.Next(100, bytes.Length)] ^= (byte)random.Next(1, 256);
            await System.IO.File.WriteAllBytesAsync(File, bytes);
            try
            {
                await using var layer = Open();
                for (var i = 0; i < 100; i++)
                {
                    try
                    {
                        var answer = await layer.GetAsync($"key {i}", default);
                        Assert.True(!answer.Found || answer.Value == Value(i), $"a wrong value for key {i}");
                    }
                    catch (LayerException)
                    {
                        failed++;
                    }
                }
            }
            catch (LayerException)
            {
                refused++;
            }
        }

        output.WriteLine($"{refused} files refused, {failed} reads failed");
        Assert.True(refused + failed > 0);
    }

    [Fact]
    public void A_missing_directory_is_named()
    {
        var path = System.IO.Path.Combine(Folder.Path, "none", "layer.db");
        var refusal = Assert.Throws<LayerException>(() => new SqliteLayer<string, string?>(path));
        Assert.Equal(FailureKind.Permanent, refusal.Kind);
        Assert.Contains($"the directory '{System.IO.Path.Combine(Folder.Path, "none")}' does not exist", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_in_the_place_of_the_file_is_named()
    {
        Directory.CreateDirectory(File);
        AssertRefusedUntouched("is a directory");
    }

    [Fact]
    public void A_missing_file_is_refused_where_it_may_only_be_read()
    {
        var refusal = Assert.Throws<LayerException>(() => Open(new() { IsReadOnly = true }));
        Assert.Equal(FailureKind.Permanent, refusal.Kind);
        Assert.Empty(Directory.GetFiles(Folder.Path));
    }

    [Fact]
    public async Task An_empty_file_is_taken_as_new()
    {
        await System.IO.File.WriteAllBytesAsync(File, []);
        await FillAsync(1);
        await using var layer = Open();
        Assert.True(await layer.ContainsAsync("key 0", default));
    }

    [Fact]
    public async Task A_layer_that_only_reads_reads_and_refuses_to_write()
    {
        await FillAsync(3);
        await using var layer = Open(new() { IsReadOnly = true });
        Assert.True(layer.Traits.HasFlag(LayerTraits.ReadOnly));
        Assert.Equal(Value(1), (await layer.GetAsync("key 1", default)).Value);
        Assert.Equal(3, layer.GetStatistics().Entries);
        var refusal = await Assert.ThrowsAsync<LayerException>(
            async () => await layer.SetAsync("key 1", Made("x"), default));
        Assert.Equal(FailureKind.Permanent, refusal.Kind);
        Assert.Contains("read-only", refusal.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<LayerException>(async () => await layer.RemoveAsync("key 1", default));
        await Assert.ThrowsAsync<LayerException>(async () => await layer.ClearAsync(default));
    }

    public static TheoryData<string, SqliteLayerOptions<string, string?>> Impossible => new()
    {
        { "Name", new() { Name = " " } },
        { "Durability", new() { Durability = (SqliteDurability)2 } },
        { "EntriesMax", new() { EntriesMax = 0 } },
        { "BytesMax", new() { BytesMax = -1 } },
        { "TtlMax", new() { TtlMax = TimeSpan.Zero } },
        { "BusyTimeout", new() { BusyTimeout = TimeSpan.FromMilliseconds(-1) } },
        { "BusyTimeout", new() { BusyTimeout = TimeSpan.FromHours(2) } },
        { "SweepInterval", new() { SweepInterval = TimeSpan.Zero } },
        { "SweepInterval", new() { SweepInterval = TimeSpan.FromDays(2) } },
        { "SweepBatchEntries", new() { SweepBatchEntries = 0 } },
        { "SweepBatchEntries", new() { SweepBatchEntries = 100_001 } },
    };

    [Theory, MemberData(nameof(Impossible), DisableDiscoveryEnumeration = true)]
    public void A_setting_out_of_range_is_refused_by_name(string name, SqliteLayerOptions<string, string?> options)
    {
        var refusal = Assert.ThrowsAny<ArgumentException>(() => new SqliteLayer<string, string?>(File, options));
        Assert.Equal(name, refusal.ParamName);
        Assert.Contains(name, refusal.Message, StringComparison.Ordinal);
        Assert.False(System.IO.File.Exists(File));
    }

    private static string Value(int i) => $"value {i} " + new string('x', 100);

    private async Task FillAsync(int count)
    {
        await using var layer = Open();
        for (var i = 0; i < count; i++)
        {
            await layer.SetAsync($"key {i}", Made(Value(i)), default);
        }
    }

    private void AssertRefusedUntouched(string because)
    {
        var before = new FolderImage(Folder.Path);
        foreach (var isReadOnly in new[] { false, true })
        {
            if (isReadOnly && Directory.Exists(File))
            {
                continue;
            }

            var refusal = Assert.Throws<LayerException>(() => Open(new() { IsReadOnly = isReadOnly }));
            Assert.Equal(FailureKind.Permanent, refusal.Kind);
            Assert.Contains(because, refusal.Message, StringComparison.Ordinal);
            Assert.Contains(File, refusal.Message, StringComparison.Ordinal);
            before.AssertUnchanged();
        }
    }
}
