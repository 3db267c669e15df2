using SQLitePCL;
using Strata.Sqlite;
using Strata.Sqlite.Storage;

namespace Strata.Layers.Tests.Sqlite;

/// <summary>What the tests of the SQLite layer share: a folder, a clock that stands still, a layer, a second connection.</summary>
public abstract class SqliteTest : IDisposable
{
    protected TemporaryFolder Folder { get; } = new();

    protected ManualClock Clock { get; } = new();

    protected string File => Folder.File("layer.db");

    public void Dispose()
    {
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    protected SqliteLayer<string, string?> Open(SqliteLayerOptions<string, string?>? options = null) =>
        new(File, (options ?? new()) with { TimeProvider = Clock });

    protected Entry<string?> Made(string? value, long? ttlMs = null, EntryPriority priority = default) => new(
        value,
        ttlMs is { } ms ? new Deadline(Clock.NowUnixMs + ms) : Deadline.Never,
        Clock.NowUnixMs,
        priority: priority);

    /// <summary>A connection as another program would have one.</summary>
    private protected Connection Connect() => Connection.Open(
        File, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE, TimeSpan.Zero);
}
