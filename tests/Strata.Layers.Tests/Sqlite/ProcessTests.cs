using Strata.Sqlite;

namespace Strata.Layers.Tests.Sqlite;

public sealed class ProcessTests
{
    [Fact]
    public async Task Processes_that_make_and_write_one_file_at_once_lose_nothing()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("shared.db");
        const int Count = 300;
        string[] names = ["first", "second", "third"];
        var children = names.Select(name => new ChildProcess(["share", path, name, $"{Count}"])).ToArray();
        foreach (var child in children)
        {
            Assert.Equal((0, "done\n"), await child.EndAsync());
            child.Dispose();
        }

        await using var layer = new SqliteLayer<string, string?>(path);
        foreach (var name in names)
        {
            for (var i = 0; i < Count; i++)
            {
                Assert.Equal($"{i}", (await layer.GetAsync($"{name} {i}", default)).Value);
            }
        }

        Assert.Equal(names.Length * Count, layer.GetStatistics().Entries);
    }

    [Fact]
    public async Task The_copy_in_the_package_works_where_the_system_has_none()
    {
        using var child = new ChildProcess(["library"], ("STRATA_SQLITE", "bundled"));
        Assert.Equal((0, "works\nBundled 3.35.5\n"), await child.EndAsync());
    }

    [Fact]
    public async Task The_copy_in_the_package_reads_what_the_systems_wrote()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("shared.db");
        await using var layer = new SqliteLayer<string, string?>(path);
        await layer.SetAsync("here", new Entry<string?>("x", Deadline.Never, 0), default);
        using var child = new ChildProcess(["share", path, "there", "10"], ("STRATA_SQLITE", "bundled"));
        Assert.Equal((0, "done\n"), await child.EndAsync());
        Assert.Equal("9", (await layer.GetAsync("there 9", default)).Value);
    }

    [Fact]
    public void The_library_in_use_says_what_it_is()
    {
        Assert.Equal(SqliteLibrary.Initialize(), SqliteLibrary.Version);
        Assert.True(Version.Parse(SqliteLibrary.Version) >= new Version(3, 35, 0));
        Assert.True(Enum.IsDefined(SqliteLibrary.Origin));
    }
}
