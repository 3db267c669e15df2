using Strata.Lab.Bench;
using Strata.Lab.Tests.Cli;
using Strata.Testing;

namespace Strata.Lab.Tests.Bench;

public sealed class FileClashTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("x.db", null, "sqlite:{0}/x.db", "sqlite", "--cache", "--out")]
    [InlineData("x", "x", "memory", "sqlite", "--out", "--html")]
    [InlineData("x", "./x", "memory", "sqlite", "--out", "--html")]
    [InlineData("x", "a/../x", "memory", "sqlite", "--out", "--html")]
    [InlineData("x", ".//x", "memory", "sqlite", "--out", "--html")]
    [InlineData(null, "x", "memory,sqlite:{0}/b/../x", "sqlite", "--cache", "--html")]
    [InlineData(null, null, "sqlite:{0}/x", "sqlite:{0}/./x", "--cache", "--database")]
    [InlineData("x", null, "memory", "sqlite:{0}/x", "--database", "--out")]
    [InlineData(null, "x", null, "sqlite:{0}/x", "--database", "--html")]
    [InlineData("x-wal", null, "sqlite:{0}/x", "sqlite", "--cache", "--out")]
    [InlineData(null, "x-shm", "memory", "sqlite:{0}/x", "--database", "--html")]
    [InlineData(null, null, "sqlite:{0}/x-journal", "sqlite:{0}/x", "--cache", "--database")]
    [InlineData("cache/bench-cache.db", null, "memory,sqlite", "sqlite", "--cache", "--out")]
    [InlineData(null, null, "sqlite:{0}/cache/flights-1-1.db", "sqlite", "--cache", "--database")]
    public void Two_options_that_name_one_file_are_told(
        string? log, string? page, string? cache, string database, string first, string second)
    {
        var clash = FileClash.In(Options(log, page, cache, database));
        Assert.Equal((first, second), (clash?.First, clash?.Second));
        Assert.StartsWith(_folder.Path, clash!.Path, StringComparison.Ordinal);
        Assert.DoesNotContain("..", clash.Path, StringComparison.Ordinal);
        Assert.Contains(clash.Path, $"{clash}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x.json", "x.html", "memory,sqlite:{0}/c.db", "sqlite:{0}/f.db")]
    [InlineData("x", "a/x", "memory,sqlite:{0}/b/x", "sqlite:{0}/c/x")]
    [InlineData(null, null, "memory,sqlite", "sqlite")]
    [InlineData(null, null, null, "sqlite")]
    [InlineData("x", null, "memory", "postgres://u@localhost/x")]
    public void Files_of_their_own_do_not_clash(string? log, string? page, string? cache, string database) =>
        Assert.Null(FileClash.In(Options(log, page, cache, database)));

    [Fact]
    public void A_linked_folder_is_another_way_to_the_same_file()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege there.");
        Directory.CreateSymbolicLink(_folder.File("here"), _folder.Path);
        var clash = FileClash.In(Options("x", "here/x", "memory", "sqlite"));
        Assert.Equal(("--out", "--html"), (clash?.First, clash?.Second));
        Assert.Null(FileClash.In(Options("x", "here/y", "memory", "sqlite")));
    }

    [Fact]
    public void Names_that_differ_in_case_are_two_files_where_the_disk_says_so() =>
        Assert.Equal(OperatingSystem.IsLinux(), FileClash.In(Options("x", "X", "memory", "sqlite")) is null);

    [Theory]
    [InlineData("--cache memory --out x --html ./x", "--out", "--html")]
    [InlineData("--cache memory,sqlite:a/../x.db --out x.db", "--cache", "--out")]
    [InlineData("--cache sqlite:x.db --database sqlite:./x.db", "--cache", "--database")]
    [InlineData("--no-cache --database sqlite:x.db --html x.db-wal", "--database", "--html")]
    public async Task The_command_refuses_them_in_one_line_and_writes_nothing(
        string arguments, string first, string second)
    {
        using var strata = new StrataProcess();
        var (exit, output, error) = await strata.RunAsync($"bench {arguments}");
        Assert.Equal((2, ""), (exit, output));
        var line = Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains($"{first} and {second} name the same file", line, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(strata.Folder, "x"), line, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(strata.Folder));
    }

    private BenchOptions Options(string? log, string? page, string? cache, string database) => new()
    {
        Seed = 1,
        CacheFolder = _folder.File("cache"),
        Out = log is null ? null : $"{_folder.Path}/{log}",
        Html = page is null ? null : $"{_folder.Path}/{page}",
        Cache = cache?.Replace("{0}", _folder.Path, StringComparison.Ordinal),
        Database = database.Replace("{0}", _folder.Path, StringComparison.Ordinal),
    };
}
