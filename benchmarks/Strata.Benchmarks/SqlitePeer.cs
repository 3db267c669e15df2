using Microsoft.Data.Sqlite;

namespace Strata.Benchmarks;

/// <summary>
/// A cache as one writes it with Microsoft.Data.Sqlite: one table of key, deadline and value, one connection,
/// prepared commands; no index by deadline, no limits, no checksum, one thread.
/// </summary>
internal sealed class SqlitePeer : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _get;
    private readonly SqliteCommand _set;

    public SqlitePeer(string path)
    {
        _connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ConnectionString);
        _connection.Open();
        using var setUp = _connection.CreateCommand();
        setUp.CommandText =
            """
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = NORMAL;
            CREATE TABLE entries (key TEXT PRIMARY KEY, deadline_ms INTEGER NOT NULL, value BLOB);
            """;
        setUp.ExecuteNonQuery();
        _get = Prepared("SELECT deadline_ms, value FROM entries WHERE key = @key", "@key");
        _set = Prepared(
            """
            INSERT INTO entries VALUES (@key, @deadline, @value)
            ON CONFLICT (key) DO UPDATE SET deadline_ms = excluded.deadline_ms, value = excluded.value
            """,
            "@key", "@deadline", "@value");
    }

    public byte[]? Get(string key)
    {
        _get.Parameters[0].Value = key;
        using var row = _get.ExecuteReader();
        return row.Read() && row.GetInt64(0) > TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()
            ? row.GetFieldValue<byte[]>(1)
            : null;
    }

    public bool Set(string key, long deadlineMs, byte[] value)
    {
        _set.Parameters[0].Value = key;
        _set.Parameters[1].Value = deadlineMs;
        _set.Parameters[2].Value = value;
        return _set.ExecuteNonQuery() == 1;
    }

    public void SetMany(string[] keys, long deadlineMs, byte[] value)
    {
        using var transaction = _connection.BeginTransaction();
        _set.Transaction = transaction;
        foreach (var key in keys)
        {
            Set(key, deadlineMs, value);
        }

        transaction.Commit();
        _set.Transaction = null;
    }

    public void Dispose()
    {
        _get.Dispose();
        _set.Dispose();
        _connection.Dispose();
    }

    private SqliteCommand Prepared(string sql, params string[] parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var name in parameters)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = name });
        }

        return command;
    }
}
