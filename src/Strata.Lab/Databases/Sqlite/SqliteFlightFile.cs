using System.Buffers.Binary;
using Microsoft.Data.Sqlite;
using Strata.Lab.Databases.Generation;
using Strata.Lab.Databases.Schema;

namespace Strata.Lab.Databases.Sqlite;

/// <summary>
/// The file of a SQLite flight database: recognised by the application id in its header, made beside
/// its place and moved there when it is whole, so that no half-made file is ever found.
/// </summary>
internal sealed class SqliteFlightFile(string path, TimeProvider clock)
{
    /// <summary>"STRL": the file is a flight database of the lab.</summary>
    private const int ApplicationId = 0x5354524C;

    /// <summary>
    /// Holds what one statement goes through and little more, so that a thousand sessions cost a gigabyte at
    /// most: each commit of another session empties a session's pages anyway, and the system caches the file.
    /// </summary>
    private const int CacheKibibytes = 1024;

    private const int HeaderBytes = 100;
    private const int ApplicationIdOffset = 68;
    private static readonly TimeSpan LeftoverAge = TimeSpan.FromHours(1);

    private static ReadOnlySpan<byte> Magic => "SQLite format 3\0"u8;

    public string Path => path;

    public bool Exists => File.Exists(path);

    /// <summary>
    /// Whether the header carries the lab's mark. Read without SQLite, for opening a file may change
    /// it, and a stranger's file is not to be touched.
    /// </summary>
    public bool IsOurs()
    {
        var header = new byte[HeaderBytes];
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return file.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false) == HeaderBytes
            && header.AsSpan().StartsWith(Magic)
            && BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(ApplicationIdOffset)) == ApplicationId;
    }

    public SqliteConnection Open()
    {
        var connection = Connect(path, SqliteOpenMode.ReadWrite);
        try
        {
            Run(connection, "PRAGMA busy_timeout = 30000");
            Run(connection, "PRAGMA journal_mode = WAL");
            Run(connection, "PRAGMA synchronous = FULL");
            Run(connection, $"PRAGMA cache_size = -{CacheKibibytes}");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Makes the file. When another process made it meanwhile, theirs stays: the same seed gives the
    /// same rows.
    /// </summary>
    public void Make(int seed, IProgress<PreparationProgress>? progress, CancellationToken ct)
    {
        var folder = System.IO.Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(folder);
        DeleteLeftovers(folder);
        var part = $"{path}.{Guid.NewGuid():N}.part";
        try
        {
            Fill(part, seed, new FlightRows(new FlightPlan(seed), progress, ct), ct);
            MoveIntoPlace(part);
        }
        finally
        {
            File.Delete(part);
        }
    }

    public void Delete()
    {
        foreach (var suffix in (string[])["", "-wal", "-shm"])
        {
            File.Delete(path + suffix);
        }
    }

    public static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    // A process that was killed leaves its part behind; an hour later nobody can still be writing it.
    private void DeleteLeftovers(string folder)
    {
        var old = clock.GetUtcNow() - LeftoverAge;
        foreach (var part in Directory.EnumerateFiles(folder, $"{System.IO.Path.GetFileName(path)}.*.part"))
        {
            if (File.GetLastWriteTimeUtc(part) < old)
            {
                File.Delete(part);
            }
        }
    }

    // No journal and no syncing: the file is nobody's until it is whole, synced once, and moved.
    private static void Fill(string part, int seed, FlightRows rows, CancellationToken ct)
    {
        using var connection = Connect(part, SqliteOpenMode.ReadWriteCreate);
        Run(connection, "PRAGMA journal_mode = OFF");
        Run(connection, "PRAGMA synchronous = OFF");
        Run(connection, "PRAGMA foreign_keys = OFF");
        Run(connection, "PRAGMA locking_mode = EXCLUSIVE");
        Run(connection, "PRAGMA cache_size = -65536");
        Run(connection, $"PRAGMA application_id = {ApplicationId}");

        // Plain statements: a transaction object rolls back when it is disposed, which fails after a full disk and
        // would hide it.
        Run(connection, "BEGIN");
        foreach (var table in FlightSchema.Tables)
        {
            Run(connection, SqlDialect.Sqlite.CreateTable(table));
            using var writer = new SqliteRowWriter(connection, table);
            rows.Write(table, writer);
        }

        rows.Report("indexes");
        foreach (var sql in FlightSchema.Tables.SelectMany(SqlDialect.Sqlite.CompleteTable))
        {
            ct.ThrowIfCancellationRequested();
            Run(connection, sql);
        }

        WriteMarker(connection, seed);
        Run(connection, "ANALYZE");
        Run(connection, "COMMIT");
        Run(connection, "PRAGMA journal_mode = WAL");
    }

    private static void WriteMarker(SqliteConnection connection, int seed)
    {
        Run(connection, LabMarker.CreateTable);
        using var insert = connection.CreateCommand();
        insert.CommandText = LabMarker.Insert;
        foreach (var (name, value) in LabMarker.For(seed))
        {
            insert.Parameters.Clear();
            insert.Parameters.AddWithValue("@name", name);
            insert.Parameters.AddWithValue("@value", value);
            insert.ExecuteNonQuery();
        }
    }

    private void MoveIntoPlace(string part)
    {
        using (var file = new FileStream(part, FileMode.Open, FileAccess.ReadWrite))
        {
            file.Flush(flushToDisk: true);
        }

        try
        {
            File.Move(part, path, overwrite: false);
        }
        catch (IOException) when (Exists)
        {
            // Another process was quicker.
        }
    }

    private static SqliteConnection Connect(string file, SqliteOpenMode mode)
    {
        var settings = new SqliteConnectionStringBuilder
        {
            DataSource = file,
            Mode = mode,
            ForeignKeys = true,
            Pooling = false,
        };
        var connection = new SqliteConnection(settings.ConnectionString);
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
