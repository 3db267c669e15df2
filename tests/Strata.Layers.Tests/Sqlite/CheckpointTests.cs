using Strata.Sqlite;
using Strata.Sqlite.Storage;

namespace Strata.Layers.Tests.Sqlite;

/// <summary>The write-ahead log moves into the file beside the writes, and stays bounded.</summary>
public sealed class CheckpointTests : SqliteTest
{
    private const int PageBytes = 4_096;
    private const int ValueBytes = 3_000;
    private char _content = 'a';

    [Fact]
    public async Task Steady_writing_keeps_the_log_bounded()
    {
        await using var layer = Open();
        for (var i = 0; i < 8; i++)
        {
            await WriteAsync(layer, DatabaseFile.LogPages / 2);
            await layer.LogMove;
        }

        // Enough was written for a log four times as long, and the writer's own move is not due before that.
        Assert.InRange(new FileInfo(File + "-wal").Length, 1, 2L * DatabaseFile.LogPages * PageBytes);
        Assert.InRange(new FileInfo(File).Length, DatabaseFile.LogPages / 2 * PageBytes, long.MaxValue);
    }

    [Fact]
    public async Task A_layer_that_closes_while_the_log_moves_leaves_one_whole_file()
    {
        for (var round = 0; round < 5; round++)
        {
            var layer = Open();
            await WriteAsync(layer, DatabaseFile.LogPages + 100);
            await layer.DisposeAsync();
            Assert.Equal([File], Directory.GetFiles(Folder.Path));
        }

        await using var again = Open();
        Assert.Equal("ok", again.WriteConnection.ScalarText("PRAGMA integrity_check"));
        Assert.Equal(DatabaseFile.LogPages + 100, again.GetStatistics().Entries);
    }

    [Fact]
    public async Task A_log_that_cannot_move_fails_no_write()
    {
        await using var layer = Open();
        using (var other = Connect())
        {
            // Holds an old view of the file, which the log must not overtake.
            other.Execute("BEGIN");
            other.ScalarInt64("SELECT count(*) FROM entries");
            await WriteAsync(layer, 3 * DatabaseFile.LogPages);
            other.Execute("COMMIT");
        }

        Assert.Equal(3 * DatabaseFile.LogPages, layer.GetStatistics().Entries);
        Assert.True(await layer.ContainsAsync("key 0", default));
    }

    /// <summary>
    /// Writes entries of nearly a page each, with other values every time: SQLite writes no page that stays as
    /// it is.
    /// </summary>
    private async Task WriteAsync(SqliteLayer<string, string?> layer, int count)
    {
        var value = new string(_content++, ValueBytes);
        foreach (var numbers in Enumerable.Range(0, count).Chunk(100))
        {
            await layer.SetManyAsync(
                Array.ConvertAll(numbers, i => KeyValuePair.Create($"key {i}", Made(value))),
                new Exception?[numbers.Length],
                default);
        }
    }
}
