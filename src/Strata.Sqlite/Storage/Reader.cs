namespace Strata.Sqlite.Storage;

/// <summary>A connection that reads, with its statements ready.</summary>
internal sealed class Reader : IDisposable
{
    private readonly Connection _connection;
    private readonly Statement _find;
    private readonly Statement _findDeadline;
    private readonly Statement _page;
    private readonly Statement _totals;
    private readonly Statement _begin;
    private readonly Statement _end;

    public Reader(Connection connection)
    {
        _connection = connection;
        _find = connection.Prepare(
            "SELECT deadline_ms, created_ms, weight, priority, checksum, value FROM entries WHERE key = ?1");
        _findDeadline = connection.Prepare("SELECT deadline_ms FROM entries WHERE key = ?1");
        _page = connection.Prepare(
            """
            SELECT deadline_ms, created_ms, weight, priority, checksum, value, key FROM entries
            WHERE key >= ?1 ORDER BY key LIMIT ?2
            """);
        _totals = connection.Prepare("SELECT entries, bytes FROM totals WHERE id = 0");
        _begin = connection.Prepare("BEGIN");
        _end = connection.Prepare("COMMIT");
    }

    /// <summary>Goes to the row under a key. <see cref="Done"/> must follow when the row has been used.</summary>
    public bool Find(ReadOnlySpan<byte> key, out Row row, out uint checksum)
    {
        if (!_find.Bind(1, key).Step())
        {
            row = default;
            checksum = 0;
            return false;
        }

        row = Current(_find, out checksum);
        return true;
    }

    public void Done() => _find.Reset();

    /// <summary>Makes the look-ups up to <see cref="EndMany"/> share one view of the file.</summary>
    public void BeginMany() => _begin.Execute();

    public void EndMany()
    {
        if (_connection.InTransaction)
        {
            _end.Execute();
        }
    }

    /// <summary>The deadline of the entry under a key, without touching its value.</summary>
    public Deadline? FindDeadline(ReadOnlySpan<byte> key)
    {
        if (!_findDeadline.Bind(1, key).Step())
        {
            return null;
        }

        var deadline = new Deadline(_findDeadline.Int64(0));
        _findDeadline.Reset();
        return deadline;
    }

    /// <summary>Starts a page of rows in key order, the first at or after a key.</summary>
    public void BeginPage(ReadOnlySpan<byte> from, int rowsMax) => _page.Bind(1, from).Bind(2, rowsMax);

    public bool NextInPage(out ReadOnlySpan<byte> key, out Row row, out uint checksum)
    {
        if (!_page.Step())
        {
            key = default;
            row = default;
            checksum = 0;
            return false;
        }

        key = _page.Blob(6);
        row = Current(_page, out checksum);
        return true;
    }

    public void EndPage() => _page.Reset();

    public (long Entries, long Bytes) Totals()
    {
        var found = _totals.Step();
        var totals = found ? (_totals.Int64(0), _totals.Int64(1)) : (0, 0);
        _totals.Reset();
        return totals;
    }

    public void Dispose() => _connection.Dispose();

    private static Row Current(Statement statement, out uint checksum)
    {
        checksum = (uint)statement.Int64(4);
        return new Row
        {
            Deadline = new Deadline(statement.Int64(0)),
            CreatedUnixMs = statement.Int64(1),
            Weight = statement.Int64(2),
            Priority = statement.Int64(3),
            IsNull = statement.IsNull(5),
            Value = statement.Blob(5),
        };
    }
}
