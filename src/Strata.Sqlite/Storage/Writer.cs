namespace Strata.Sqlite.Storage;

/// <summary>The one connection that writes. Every change happens between Begin and Commit.</summary>
internal sealed class Writer : IDisposable
{
    private const int EvictedAtOnceMax = 64;
    private const int TrimmedBatchesMax = 16;

    private readonly Connection _connection;
    private readonly long _entriesMax;
    private readonly long _bytesMax;
    private readonly Statement _begin;
    private readonly Statement _commit;
    private readonly Statement _rollback;
    private readonly Statement _readTotals;
    private readonly Statement _writeTotals;
    private readonly Statement _valueLength;
    private readonly Statement _upsert;
    private readonly Statement _delete;
    private readonly Statement _deleteExactly;
    private readonly Statement _deleteAll;
    private readonly Statement _deleteExpired;
    private readonly Statement _evict;
    private (long Entries, long Bytes) _totals;
    private bool _totalsChanged;
    private int _sweptNow;
    private int _evictedNow;

    public Writer(Connection connection, long? entriesMax, long? bytesMax)
    {
        _connection = connection;
        _entriesMax = entriesMax ?? long.MaxValue;
        _bytesMax = bytesMax ?? long.MaxValue;
        _begin = connection.Prepare("BEGIN IMMEDIATE");
        _commit = connection.Prepare("COMMIT");
        _rollback = connection.Prepare("ROLLBACK");
        _readTotals = connection.Prepare("SELECT entries, bytes FROM totals WHERE id = 0");
        _writeTotals = connection.Prepare("UPDATE totals SET entries = ?1, bytes = ?2 WHERE id = 0");
        _valueLength = connection.Prepare("SELECT length(value) FROM entries WHERE key = ?1");
        _upsert = connection.Prepare(
            """
            INSERT INTO entries (key, deadline_ms, created_ms, weight, priority, checksum, value)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
            ON CONFLICT (key) DO UPDATE SET
                deadline_ms = excluded.deadline_ms, created_ms = excluded.created_ms,
                weight = excluded.weight, priority = excluded.priority,
                checksum = excluded.checksum, value = excluded.value
            """);
        _delete = connection.Prepare("DELETE FROM entries WHERE key = ?1 RETURNING deadline_ms, length(value)");
        _deleteExactly = connection.Prepare(
            """
            DELETE FROM entries WHERE key = ?1 AND deadline_ms = ?2 AND created_ms = ?3 AND checksum = ?4
            RETURNING length(value)
            """);
        _deleteAll = connection.Prepare("DELETE FROM entries");
        _deleteExpired = connection.Prepare(
            """
            DELETE FROM entries WHERE id IN (
                SELECT id FROM entries WHERE priority IN (0, 1, 2) AND deadline_ms <= ?1 LIMIT ?2)
            RETURNING length(key), length(value)
            """);
        _evict = connection.Prepare(
            """
            DELETE FROM entries WHERE id IN (
                SELECT id FROM entries WHERE priority = ?1 AND key IS NOT ?2
                ORDER BY deadline_ms, created_ms LIMIT ?3)
            RETURNING length(key), length(value)
            """);
    }

    /// <summary>Expired entries deleted so far.</summary>
    public long Swept { get; private set; }

    /// <summary>Valid entries deleted so far to make room.</summary>
    public long Evicted { get; private set; }

    public Connection Connection => _connection;

    public void Begin()
    {
        _begin.Execute();
        _readTotals.Step();
        _totals = (_readTotals.Int64(0), _readTotals.Int64(1));
        _readTotals.Reset();
        _totalsChanged = false;
        _sweptNow = _evictedNow = 0;
    }

    public void Commit()
    {
        if (_totalsChanged)
        {
            _writeTotals.Bind(1, _totals.Entries).Bind(2, _totals.Bytes).Execute();
        }

        _commit.Execute();
        Swept += _sweptNow;
        Evicted += _evictedNow;
    }

    /// <summary>Undoes what was begun. Some failures, a full disk for one, have made SQLite do so already.</summary>
    public void Rollback()
    {
        if (_connection.InTransaction)
        {
            _rollback.Execute();
        }
    }

    /// <summary>Brings a file that was filled under larger limits within these, some batches at a time.</summary>
    public void TrimToLimits(long nowUnixMs)
    {
        var dropped = int.MaxValue;
        while (dropped > 0)
        {
            Begin();
            try
            {
                dropped = MakeRoom(TrimmedBatchesMax, nowUnixMs, _evict.BindNull(2));
                Commit();
            }
            finally
            {
                Rollback();
            }
        }
    }

    /// <summary>Puts a row under a key and makes room for it where there is a limit.</summary>
    public void Set(ReadOnlySpan<byte> key, in Row row, long nowUnixMs)
    {
        var isNew = !_valueLength.Bind(1, key).Step();
        var freed = isNew ? 0 : key.Length + _valueLength.Int64(0);
        _valueLength.Reset();

        _upsert.Bind(1, key)
            .Bind(2, row.Deadline.UnixMs)
            .Bind(3, row.CreatedUnixMs)
            .Bind(4, row.Weight)
            .Bind(5, row.Priority)
            .Bind(6, row.Checksum(key));
        if (row.IsNull)
        {
            _upsert.BindNull(7);
        }
        else
        {
            _upsert.Bind(7, row.Value);
        }

        _upsert.Execute();
        Count(isNew ? 1 : 0, key.Length + row.Value.Length - freed);
        MakeRoom(int.MaxValue, nowUnixMs, _evict.Bind(2, key));
    }

    /// <summary>Drops what is under a key.</summary>
    /// <returns>Whether it had not expired.</returns>
    public bool Remove(ReadOnlySpan<byte> key, long nowUnixMs)
    {
        var wasValid = false;
        _delete.Bind(1, key);
        while (_delete.Step())
        {
            wasValid = !new Deadline(_delete.Int64(0)).HasCome(nowUnixMs);
            Count(-1, -key.Length - _delete.Int64(1));
        }

        return wasValid;
    }

    /// <summary>Drops what is under a key only if it is still that very row.</summary>
    public void RemoveExactly(ReadOnlySpan<byte> key, long deadlineMs, long createdMs, uint checksum)
    {
        _deleteExactly.Bind(1, key).Bind(2, deadlineMs).Bind(3, createdMs).Bind(4, checksum);
        while (_deleteExactly.Step())
        {
            Count(-1, -key.Length - _deleteExactly.Int64(0));
        }
    }

    public void Clear()
    {
        _deleteAll.Execute();
        Count(-_totals.Entries, -_totals.Bytes);
    }

    /// <summary>Drops expired entries, at most so many.</summary>
    /// <returns>How many were dropped.</returns>
    public int Sweep(long nowUnixMs, int entriesMax)
    {
        var dropped = Delete(_deleteExpired.Bind(1, nowUnixMs).Bind(2, entriesMax));
        _sweptNow += dropped;
        return dropped;
    }

    /// <summary>
    /// Moves the write-ahead log into the file, as far as other processes allow, and closes the connection.
    /// </summary>
    public void Dispose()
    {
        try
        {
            _connection.Checkpoint();
        }
        catch (StorageException)
        {
            // The log stays beside the file and is read with it the next time.
        }

        _connection.Dispose();
    }

    /// <summary>
    /// Drops batches until the limits hold. Expired entries go first, then those of low priority, of
    /// normal, of high; among equals the one nearest its deadline, then the oldest.
    /// </summary>
    /// <param name="batchesMax">How many batches to drop at most.</param>
    /// <param name="nowUnixMs">The present, in milliseconds of Unix time.</param>
    /// <param name="evict">The statement that evicts, bound to the key that stays.</param>
    /// <returns>How many entries were dropped.</returns>
    private int MakeRoom(int batchesMax, long nowUnixMs, Statement evict)
    {
        var dropped = 0;
        for (var batch = 0; batch < batchesMax && Surplus() is > 0 and var surplus; batch++)
        {
            var now = Sweep(nowUnixMs, surplus);
            now = now > 0 ? now : Evict(evict, EntryPriority.Low, surplus);
            now = now > 0 ? now : Evict(evict, EntryPriority.Normal, surplus);
            now = now > 0 ? now : Evict(evict, EntryPriority.High, surplus);
            if (now == 0)
            {
                break;
            }

            dropped += now;
        }

        return dropped;
    }

    private int Evict(Statement evict, EntryPriority priority, int entriesMax)
    {
        var dropped = Delete(evict.Bind(1, (long)priority).Bind(3, entriesMax));
        _evictedNow += dropped;
        return dropped;
    }

    /// <summary>How many entries of average size must leave; at most a batch, and 0 only within the limits.</summary>
    private int Surplus()
    {
        var entries = _totals.Entries - _entriesMax;
        var bytes = _totals.Bytes - _bytesMax;
        var average = Math.Max(1, _totals.Bytes / Math.Max(1, _totals.Entries));
        var needed = Math.Max(entries, bytes <= 0 ? 0 : Math.Max(1, bytes / average));
        return (int)Math.Clamp(needed, 0, EvictedAtOnceMax);
    }

    private int Delete(Statement statement)
    {
        var dropped = 0;
        while (statement.Step())
        {
            Count(-1, -statement.Int64(0) - statement.Int64(1));
            dropped++;
        }

        return dropped;
    }

    private void Count(long entries, long bytes)
    {
        _totals = (_totals.Entries + entries, _totals.Bytes + bytes);
        _totalsChanged |= entries != 0 || bytes != 0;
    }
}
