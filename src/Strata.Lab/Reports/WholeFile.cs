namespace Strata.Lab;

/// <summary>Writes files that appear whole or not at all.</summary>
internal static class WholeFile
{
    /// <summary>Writes a file under another name beside its place, then renames it.</summary>
    /// <exception cref="RunLogException">
    /// It cannot be written; the message says why in one sentence.
    /// </exception>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        string? temporary = null;
        try
        {
            var whole = Path.GetFullPath(path);
            RefuseToReplace(path, whole);
            Directory.CreateDirectory(Path.GetDirectoryName(whole) ?? whole);
            var beside = $"{whole}.{Environment.ProcessId:x}{Guid.NewGuid():N}.tmp";
            using (var file = new FileStream(beside, FileMode.CreateNew, FileAccess.Write))
            {
                temporary = beside;
                file.Write(content);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, whole, overwrite: true);
            temporary = null;
        }
        catch (Exception failure) when (
            failure is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new RunLogException($"cannot write '{path}': {FileTrouble.Why(failure)}", failure);
        }
        finally
        {
            Discard(temporary);
        }
    }

    /// <summary>Finds out whether a file could be written, leaving nothing behind but its folder.</summary>
    /// <exception cref="RunLogException">
    /// It cannot be written; the message says why in one sentence.
    /// </exception>
    public static void CheckWritable(string path)
    {
        try
        {
            var whole = Path.GetFullPath(path);
            RefuseToReplace(path, whole);
            Directory.CreateDirectory(Path.GetDirectoryName(whole) ?? whole);
            var beside = $"{whole}.{Guid.NewGuid():N}.tmp";
            new FileStream(beside, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose)
                .Dispose();
        }
        catch (Exception failure) when (
            failure is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new RunLogException($"cannot write '{path}': {FileTrouble.Why(failure)}", failure);
        }
    }

    /// <summary>
    /// A file is replaced as a whole, which no device outlives, and nobody means a report to replace a database.
    /// </summary>
    private static void RefuseToReplace(string path, string whole)
    {
        var reason = Directory.Exists(whole) ? "it is a folder"
            : Path.GetDirectoryName(whole) == "/dev" ? "it is a device"
            : File.Exists(whole) && IsSqliteDatabase(whole) ? "it is a SQLite database"
            : null;
        if (reason is not null)
        {
            throw new RunLogException($"cannot write '{path}': {reason}");
        }
    }

    private static bool IsSqliteDatabase(string path)
    {
        var magic = "SQLite format 3\0"u8;
        Span<byte> header = stackalloc byte[magic.Length];
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) == header.Length
            && header.SequenceEqual(magic);
    }

    private static void Discard(string? temporary)
    {
        try
        {
            if (temporary is not null)
            {
                File.Delete(temporary);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The first failure is the one worth telling; a leftover .tmp file is never read.
        }
    }
}
