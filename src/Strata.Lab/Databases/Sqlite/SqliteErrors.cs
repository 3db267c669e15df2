using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Strata.Lab.Databases.Sqlite;

/// <summary>Turns what SQLite and the file system say into sentences for people.</summary>
internal static class SqliteErrors
{
    private const int LinuxNoSpace = 28;
    private const int WindowsNoSpace = unchecked((int)0x80070070);

    /// <summary>The sentence for an error at a file.</summary>
    public static DatabaseException Explain(Exception error, string path) => error switch
    {
        SqliteException sqlite => new DatabaseException(Sentence(sqlite, path), sqlite),
        IOException { HResult: LinuxNoSpace or WindowsNoSpace } =>
            new DatabaseException(NoSpace(path), error),
        UnauthorizedAccessException => new DatabaseException(NotWritable(path), error),
        _ => new DatabaseException($"The file {path} cannot be made or read: {error.Message}", error),
    };

    public static bool IsExplained(Exception error) =>
        error is SqliteException or IOException or UnauthorizedAccessException;

    public static bool IsDamage(SqliteException error) => error.SqliteErrorCode
        is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB or raw.SQLITE_FORMAT or raw.SQLITE_ERROR;

    private static string Sentence(SqliteException error, string path) => error.SqliteErrorCode switch
    {
        raw.SQLITE_FULL => NoSpace(path),
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => $"The file {path} stayed locked by another program.",
        raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_CANTOPEN or raw.SQLITE_AUTH => NotWritable(path),
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB =>
            $"The file {path} is damaged; delete it and it is made again.",
        raw.SQLITE_IOERR => $"The disk of {path} failed to read or write.",
        _ => $"SQLite failed on {path}: {error.Message}",
    };

    private static string NoSpace(string path) => $"No space is left on the disk of {path}.";

    private static string NotWritable(string path) =>
        $"The file {path} or its folder cannot be opened for writing.";
}
