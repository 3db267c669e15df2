using SQLitePCL;

namespace Strata.Sqlite.Storage;

/// <summary>One connection to the file, used by one thread at a time.</summary>
internal sealed class Connection : IDisposable
{
    private const uint PreparePersistent = 1;
    private const int CacheWrites = 9; // SQLITE_DBSTATUS_CACHE_WRITE

    private readonly sqlite3 _handle;
    private readonly List<Statement> _statements = [];

    private Connection(sqlite3 handle, string path)
    {
        _handle = handle;
        Path = path;
    }

    public string Path { get; }

    public bool InTransaction => raw.sqlite3_get_autocommit(_handle) == 0;

    public bool IsReadOnly => raw.sqlite3_db_readonly(_handle, "main") == 1;

    /// <summary>Opens the file.</summary>
    /// <param name="path">The full path, named in errors.</param>
    /// <param name="flags">What SQLite calls the flags of opening.</param>
    /// <param name="busyTimeout">How long to wait for other processes.</param>
    /// <param name="uri">What to open instead of the plain path.</param>
    public static Connection Open(string path, int flags, TimeSpan busyTimeout, string? uri = null)
    {
        SqliteLibrary.Initialize();
        var result = raw.sqlite3_open_v2(uri ?? path, out var handle, flags | raw.SQLITE_OPEN_NOMUTEX, null);
        var connection = new Connection(handle, path);
        if (result != raw.SQLITE_OK)
        {
            var failure = connection.Failure(result);
            connection.Dispose();
            throw failure;
        }

        raw.sqlite3_extended_result_codes(handle, 1);
        raw.sqlite3_busy_timeout(handle, (int)busyTimeout.TotalMilliseconds);
        return connection;
    }

    /// <summary>Prepares a statement that lives as long as the connection.</summary>
    public Statement Prepare(string sql)
    {
        Check(raw.sqlite3_prepare_v3(_handle, sql, PreparePersistent, out var handle));
        var statement = new Statement(this, handle);
        _statements.Add(statement);
        return statement;
    }

    /// <summary>Runs one or more statements that need no values and give no rows.</summary>
    public void Execute(string sql) => Check(raw.sqlite3_exec(_handle, sql));

    /// <summary>Moves the write-ahead log into the file as far as nobody is in the way, and waits for nobody.</summary>
    public void Checkpoint() => Execute("PRAGMA wal_checkpoint(PASSIVE)");

    /// <summary>Pages this connection has written since it was opened or the count was reset.</summary>
    public int PagesWritten(bool reset = false)
    {
        Check(raw.sqlite3_db_status(_handle, CacheWrites, out var pages, out _, reset ? 1 : 0));
        return pages;
    }

    /// <summary>The first column of the first row, as a number.</summary>
    public long ScalarInt64(string sql) => Scalar(sql, row => row.Int64(0));

    /// <summary>The first column of the first row, as text.</summary>
    public string ScalarText(string sql) => Scalar(sql, row => row.Text(0));

    public void Check(int result)
    {
        if (result != raw.SQLITE_OK)
        {
            throw Failure(result);
        }
    }

    public StorageException Failure(int result)
    {
        var extended = raw.sqlite3_extended_errcode(_handle);
        return StorageException.FromResult(
            (extended & 0xFF) == (result & 0xFF) ? extended : result,
            Path,
            raw.sqlite3_errmsg(_handle).utf8_to_string());
    }

    public void Dispose()
    {
        foreach (var statement in _statements)
        {
            statement.Dispose();
        }

        _statements.Clear();
        _handle.Dispose();
    }

    private T Scalar<T>(string sql, Func<Statement, T> read)
    {
        Check(raw.sqlite3_prepare_v2(_handle, sql, out var handle));
        using var statement = new Statement(this, handle);
        return statement.Step()
            ? read(statement)
            : throw new StorageException(FailureKind.Permanent, $"'{Path}' is damaged ({sql} gives no row)");
    }
}
