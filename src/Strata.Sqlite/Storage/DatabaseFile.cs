using SQLitePCL;

namespace Strata.Sqlite.Storage;

/// <summary>The file: how it is recognised as ours before anything may touch it, and how it is laid out.</summary>
/// <remarks>
/// <para>
/// A file is looked at through a connection that SQLite calls immutable: it takes no lock, writes
/// nothing and makes no <c>-wal</c> or <c>-shm</c> beside it. (Reading the header with a plain stream would
/// do, were it not that closing a file releases every POSIX lock this process holds on it, those of
/// another layer included.)
/// </para>
/// <para>
/// Identity and tables are written in one transaction before the file turns to write-ahead logging, so
/// that the header of the main file is ours from its first byte on, whenever the process is killed.
/// </para>
/// </remarks>
internal static class DatabaseFile
{
    /// <summary>"Stra", the application_id by which the file is known as ours.</summary>
    public const int ApplicationId = 0x53747261;

    /// <summary>The layout of the tables, kept as user_version.</summary>
    public const int SchemaVersion = 1;

    /// <summary>A closed file up to this size is read through when it is opened, which takes some 40 ms.</summary>
    private const long CheckedBytesMax = 32L << 20;

    /// <summary>
    /// The write-ahead log moves into the file when it has grown by so many pages (16 MB): four times
    /// SQLite's default, so that the waits for the disk this takes are shared by four times the writes.
    /// </summary>
    public const int LogPages = 4_000;

    /// <summary>
    /// At this length of the log (64 MB) a write moves it itself. Only processes that were killed time and
    /// again before they had written <see cref="LogPages"/> leave so much.
    /// </summary>
    private const int LogPagesMax = 4 * LogPages;

    /// <summary>A log that readers kept from being moved is cut to this length afterwards.</summary>
    private const int LogBytesKept = 64 << 20;

    private const string Layout = """
        CREATE TABLE entries (
            id INTEGER PRIMARY KEY,
            key BLOB NOT NULL UNIQUE,
            deadline_ms INTEGER NOT NULL,
            created_ms INTEGER NOT NULL,
            weight INTEGER NOT NULL,
            priority INTEGER NOT NULL,
            checksum INTEGER NOT NULL,
            value BLOB);
        CREATE INDEX entries_by_deadline ON entries (priority, deadline_ms, created_ms);
        CREATE TABLE totals (id INTEGER PRIMARY KEY CHECK (id = 0), entries INTEGER NOT NULL, bytes INTEGER NOT NULL);
        INSERT INTO totals VALUES (0, 0, 0);
        """;

    /// <summary>Opens the connection that writes, making the file if there is none.</summary>
    /// <exception cref="StorageException">The file is not ours, damaged, or cannot be written.</exception>
    public static Connection OpenToWrite(string path, SqliteDurability durability, TimeSpan busyTimeout)
    {
        Inspect(path, busyTimeout);
        var connection = Connection.Open(path, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE, busyTimeout);
        try
        {
            if (connection.IsReadOnly)
            {
                throw new StorageException(
                    FailureKind.Permanent, $"'{path}' is read-only; set IsReadOnly to only read it");
            }

            CreateIfEmpty(connection);
            Recognise(connection);
            UseWriteAheadLog(connection, busyTimeout);
            connection.Execute(durability == SqliteDurability.Power
                ? "PRAGMA synchronous = FULL"
                : "PRAGMA synchronous = NORMAL");
            connection.Execute($"PRAGMA wal_autocheckpoint = {LogPagesMax}");
            connection.Execute($"PRAGMA journal_size_limit = {LogBytesKept}");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Opens a connection that moves the write-ahead log into the file, which is known as ours.</summary>
    public static Connection OpenToCheckpoint(string path)
    {
        var connection = Connection.Open(path, raw.SQLITE_OPEN_READWRITE, TimeSpan.Zero);

        // What is in the log reaches the disk before it is moved, with either durability.
        connection.Execute("PRAGMA synchronous = NORMAL");
        return connection;
    }

    /// <summary>Opens a connection that reads.</summary>
    /// <param name="path">The full path.</param>
    /// <param name="isReadOnly">Whether the file itself is only read; it is then inspected, too.</param>
    /// <param name="busyTimeout">How long to wait for other processes.</param>
    public static Connection OpenToRead(string path, bool isReadOnly, TimeSpan busyTimeout)
    {
        if (!isReadOnly)
        {
            var reader = Connection.Open(path, raw.SQLITE_OPEN_READWRITE, busyTimeout);
            reader.Execute("PRAGMA query_only = 1");
            return reader;
        }

        if (!File.Exists(path) || new FileInfo(path).Length == 0)
        {
            throw new StorageException(FailureKind.Permanent, $"'{path}' does not exist, and IsReadOnly makes no file");
        }

        Inspect(path, busyTimeout);
        return Connection.Open(path, raw.SQLITE_OPEN_READONLY, busyTimeout);
    }

    /// <summary>Refuses what is not a whole file of ours, leaving it and its folder as they are.</summary>
    private static void Inspect(string path, TimeSpan busyTimeout)
    {
        if (Directory.Exists(path))
        {
            throw new StorageException(FailureKind.Permanent, $"'{path}' is a directory, not a file");
        }

        var folder = Path.GetDirectoryName(path);
        if (!Directory.Exists(folder))
        {
            throw new StorageException(FailureKind.Permanent, $"the directory '{folder}' does not exist");
        }

        var file = new FileInfo(path);
        if (!file.Exists || file.Length == 0)
        {
            return;
        }

        using var connection = Connection.Open(
            path, raw.SQLITE_OPEN_READONLY | raw.SQLITE_OPEN_URI, TimeSpan.Zero, ImmutableUri(path));

        // Lets a file be shorter than its header says, which a process killed while it moved the
        // write-ahead log into the file leaves behind.
        connection.Execute("PRAGMA writable_schema = ON");
        Recognise(connection);
        connection.Execute("PRAGMA writable_schema = OFF");
        if (file.Length <= CheckedBytesMax && !IsInUse(path) && Finding(connection) is not null)
        {
            // Perhaps another process wrote meanwhile: only a look under lock can tell. With no
            // write-ahead log there, it changes nothing either.
            using var locking = Connection.Open(path, raw.SQLITE_OPEN_READWRITE, busyTimeout);
            if (Finding(locking) is { } finding)
            {
                throw new StorageException(
                    FailureKind.Permanent, $"'{path}' is damaged ({finding}); it was left untouched");
            }
        }
    }

    /// <summary>What is wrong with the pages of the file; null if nothing is.</summary>
    private static string? Finding(Connection connection)
    {
        try
        {
            var finding = connection.ScalarText("PRAGMA quick_check(1)");
            return finding == "ok" ? null : finding.ReplaceLineEndings(" ");
        }
        catch (StorageException failure) when (failure.Kind == FailureKind.Permanent)
        {
            return failure.Message;
        }
    }

    private static void Recognise(Connection connection)
    {
        var path = connection.Path;
        var application = connection.ScalarInt64("PRAGMA application_id");
        if (application != ApplicationId)
        {
            throw new StorageException(
                FailureKind.Permanent,
                $"'{path}' is another application's database (application_id {application}); it was left untouched");
        }

        var version = connection.ScalarInt64("PRAGMA user_version");
        if (version != SchemaVersion)
        {
            throw new StorageException(
                FailureKind.Permanent,
                $"'{path}' has schema version {version}, and this program knows version {SchemaVersion}; "
                + "it was left untouched");
        }
    }

    private static bool IsInUse(string path) => File.Exists(path + "-wal") || File.Exists(path + "-journal");

    private static void CreateIfEmpty(Connection connection)
    {
        if (connection.ScalarInt64("PRAGMA page_count") > 0)
        {
            return;
        }

        connection.Execute("BEGIN EXCLUSIVE");
        try
        {
            // Another process may have been first.
            if (connection.ScalarInt64("SELECT count(*) FROM sqlite_master") == 0)
            {
                connection.Execute(Layout);
                connection.Execute($"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {SchemaVersion}");
            }

            connection.Execute("COMMIT");
        }
        catch
        {
            if (connection.InTransaction)
            {
                connection.Execute("ROLLBACK");
            }

            throw;
        }
    }

    /// <summary>
    /// Turns to write-ahead logging. SQLite does not wait for other processes here, so we do.
    /// </summary>
    private static void UseWriteAheadLog(Connection connection, TimeSpan busyTimeout)
    {
        var start = TimeProvider.System.GetTimestamp();
        var wait = new SpinWait();
        while (true)
        {
            try
            {
                var mode = connection.ScalarText("PRAGMA journal_mode = WAL");
                if (mode != "wal")
                {
                    throw new StorageException(
                        FailureKind.Permanent,
                        $"'{connection.Path}' lies on a file system without write-ahead logging (journal mode {mode})");
                }

                return;
            }
            catch (StorageException busy) when (
                busy.Kind == FailureKind.Transient && TimeProvider.System.GetElapsedTime(start) < busyTimeout)
            {
                wait.SpinOnce();
            }
        }
    }

    private static string ImmutableUri(string path)
    {
        var escaped = path
            .Replace("%", "%25", StringComparison.Ordinal)
            .Replace("?", "%3f", StringComparison.Ordinal)
            .Replace("#", "%23", StringComparison.Ordinal);
        if (Path.DirectorySeparatorChar == '\\')
        {
            escaped = "/" + escaped.Replace('\\', '/');
        }

        return $"file:{escaped}?immutable=1";
    }
}
