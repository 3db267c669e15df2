using SQLitePCL;

namespace Strata.Sqlite.Storage;

/// <summary>The file could not do what it was asked; the layer adds its name and the operation.</summary>
internal sealed class StorageException(FailureKind kind, string message) : Exception(message)
{
    public FailureKind Kind { get; } = kind;

    /// <summary>The failure that a result code of SQLite stands for.</summary>
    /// <param name="result">The result code, plain or extended.</param>
    /// <param name="path">The file's full path.</param>
    /// <param name="detail">SQLite's own words, which never contain bound values.</param>
    public static StorageException FromResult(int result, string path, string detail)
    {
        var (kind, sentence) = (result & 0xFF) switch
        {
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED => (FailureKind.Transient, "is held by another process"),
            raw.SQLITE_FULL => (FailureKind.Permanent, "cannot grow: the disk is full"),
            raw.SQLITE_READONLY => (FailureKind.Permanent, "is read-only"),
            raw.SQLITE_PERM or raw.SQLITE_AUTH => (FailureKind.Authentication, "may not be opened by this user"),
            raw.SQLITE_CANTOPEN => (FailureKind.Permanent, "cannot be opened"),
            raw.SQLITE_CORRUPT => (FailureKind.Permanent, "is damaged"),
            raw.SQLITE_NOTADB => (FailureKind.Permanent, "is not a SQLite database"),
            raw.SQLITE_TOOBIG => (FailureKind.Permanent, "cannot hold an entry of this size"),
            raw.SQLITE_IOERR => (FailureKind.Transient, "could not be read or written"),
            raw.SQLITE_NOMEM => (FailureKind.Transient, "needs more memory than there is"),
            _ => (FailureKind.Unknown, "gave an error"),
        };
        return new StorageException(kind, $"'{path}' {sentence} (SQLite {result}: {detail})");
    }
}
