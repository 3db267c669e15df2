using Strata.Lab.Databases;
using Strata.Lab.Stacks;
using Strata.Sqlite;
using Strata.Testing;

namespace Strata.Lab.Tests.Stacks;

public sealed class CacheLayersTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TimerCount _clock = new();

    private StackSurroundings Around => new(_folder.Path, _clock);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("memory", "memory")]
    [InlineData("memory:1", "memory")]
    [InlineData("memory:2147483647", "memory")]
    [InlineData("sqlite", "sqlite")]
    [InlineData("memory,sqlite", "memory,sqlite")]
    [InlineData("sqlite,memory:500", "sqlite,memory")]
    [InlineData("memory,redis://127.0.0.1:1/3", "memory,redis")]
    [InlineData("rediss://user:secret@127.0.0.1:1", "redis")]
    public async Task A_known_form_opens_its_layers_in_the_order_written(string stack, string names)
    {
        var layers = await CacheLayers.OpenAsync(stack, Around);
        Assert.Equal(names.Split(','), layers.Select(layer => layer.Name));
        foreach (var layer in layers)
        {
            await layer.DisposeAsync();
        }

        Assert.Equal(0, _clock.Open);
    }

    [Fact]
    public async Task A_file_goes_where_its_path_says_and_without_one_into_the_cache_folder()
    {
        var named = _folder.File(OperatingSystem.IsWindows() ? "c.db" : "with:colon.db");
        await (await CacheLayers.OpenAsync($"sqlite:{named}", Around))[0].DisposeAsync();
        Assert.True(File.Exists(named));
        Assert.Equal([named], CacheLayers.FilesOf($"memory,sqlite:{named}", _folder.Path));

        var layer = Assert.IsType<SqliteLayer<string, PassengerBookings?>>(
            (await CacheLayers.OpenAsync("sqlite", Around))[0]);
        await layer.DisposeAsync();
        Assert.Equal(_folder.Path, Path.GetDirectoryName(layer.Path));
        Assert.Equal([layer.Path], CacheLayers.FilesOf("sqlite", _folder.Path));
    }

    [Fact]
    public async Task The_number_after_memory_is_how_many_entries_it_holds()
    {
        var layer = Assert.IsType<MemoryLayer<string, PassengerBookings?>>(
            (await CacheLayers.OpenAsync("memory:3", Around))[0]);
        await using var closing = layer;
        for (var i = 0; i < 50; i++)
        {
            await layer.SetAsync($"{i}", new(null, Deadline.Never, 0), TestContext.Current.CancellationToken);
        }

        Assert.InRange(layer.Count, 1, 3);
    }

    [Theory]
    [InlineData("tape", "'tape'", "memory, memory:ENTRIES, sqlite, sqlite:PATH")]
    [InlineData("Memory", "'Memory'", "memory, memory:ENTRIES, sqlite, sqlite:PATH")]
    [InlineData("memory,tape:x", "'tape'", "memory, memory:ENTRIES, sqlite, sqlite:PATH")]
    [InlineData("memory, sqlite", "' sqlite'", "memory, memory:ENTRIES, sqlite, sqlite:PATH")]
    [InlineData("", "''", "memory, memory:ENTRIES, sqlite, sqlite:PATH")]
    [InlineData("memory,", "'memory,'", "memory, memory:ENTRIES, sqlite, sqlite:PATH")]
    [InlineData("memory,,sqlite", "'memory,,sqlite'", "memory, memory:ENTRIES, sqlite, sqlite:PATH")]
    [InlineData("memory,memory:5", "'memory'", "twice")]
    [InlineData("sqlite:a.db,sqlite:b.db", "'sqlite'", "twice")]
    [InlineData("memory:", "'memory:'", "memory, memory:ENTRIES")]
    [InlineData("memory,sqlite:", "'sqlite:'", "sqlite, sqlite:PATH")]
    [InlineData("memory,redis", "'redis'", "it takes a URL, redis://")]
    [InlineData("redis://localhost/x", "'x'", "no number from 0 to 65535")]
    [InlineData("redis://a:secret@h,redis://h", "'redis://a:***@h,redis://h'", "twice")]
    [InlineData("memory:0", "'memory:0'", "from 1 to 2,147,483,647")]
    [InlineData("memory:-1", "'memory:-1'", "from 1 to 2,147,483,647")]
    [InlineData("memory:+1", "'memory:+1'", "from 1 to 2,147,483,647")]
    [InlineData("memory:x", "'memory:x'", "from 1 to 2,147,483,647")]
    [InlineData("memory:1.5", "'memory:1.5'", "from 1 to 2,147,483,647")]
    [InlineData("memory:2147483648", "'memory:2147483648'", "from 1 to 2,147,483,647")]
    [InlineData("memory:99999999999999999999", "'memory:99999999999999999999'", "from 1 to 2,147,483,647")]
    public async Task A_stack_of_no_known_form_is_refused_by_name_and_nothing_is_opened(
        string stack, string names, string allows)
    {
        var checkedOnly = Assert.Throws<ArgumentException>(() => CacheLayers.Check(stack));
        var opened = await Assert.ThrowsAsync<ArgumentException>(() => CacheLayers.OpenAsync(stack, Around));
        Assert.Equal(checkedOnly.Message, opened.Message);
        Assert.Contains(names, opened.Message, StringComparison.Ordinal);
        Assert.Contains(allows, opened.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
        Assert.Equal(0, _clock.Made);
    }

    [Fact]
    public async Task A_layer_that_cannot_be_opened_closes_those_opened_before_it()
    {
        var nowhere = _folder.File(Path.Combine("nowhere", "c.db"));
        var failure = await Assert.ThrowsAsync<LayerException>(
            () => CacheLayers.OpenAsync($"memory,sqlite:{nowhere}", Around));
        Assert.Equal("sqlite", failure.Layer);
        Assert.InRange(_clock.Made, 1, int.MaxValue);
        Assert.Equal(0, _clock.Open);
    }
}
