using System.Buffers;
using System.Security.Cryptography;

namespace Strata;

/// <summary>
/// Saves the entries of a memory layer to a file and takes them back, so that a new process starts warm.
/// </summary>
/// <remarks>
/// A file appears whole or not at all. One that is torn, changed, too old, of another version, or of other types
/// is refused before the layer has taken anything.
/// </remarks>
public static class MemorySnapshot
{
    private const int BufferBytes = 1 << 16;

    /// <summary>Writes the valid entries to a file, those that would leave first in front.</summary>
    /// <typeparam name="TKey">The type of the keys.</typeparam>
    /// <typeparam name="TValue">The type of the values.</typeparam>
    /// <param name="layer">The layer. It may be in use; each entry is saved as of the moment it is read.</param>
    /// <param name="path">The file; an older one of that name is replaced once the new one is complete.</param>
    /// <param name="options">How keys and values are written; null takes the defaults.</param>
    /// <param name="cancellationToken">Ends the saving; an older file stays as it was.</param>
    /// <returns>How many entries were saved.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    /// <exception cref="LayerException">The file cannot be written, or an entry has no form in bytes.</exception>
    /// <exception cref="ObjectDisposedException">The layer is disposed.</exception>
    public static async Task<long> SaveAsync<TKey, TValue>(
        this MemoryLayer<TKey, TValue> layer,
        string path,
        MemorySnapshotOptions<TKey, TValue>? options = null,
        CancellationToken cancellationToken = default)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentException.ThrowIfNullOrEmpty(path);
        var keys = options?.KeySerializer ?? Serializers.Default<TKey>();
        var values = options?.ValueSerializer ?? Serializers.Default<TValue>();
        var beside = $"{path}.{Environment.ProcessId:x}{Guid.NewGuid():N}.tmp";
        try
        {
            var entries = layer.EntriesColdestFirst();
            var file = new FileStream(beside, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, useAsync: true);
            long count;
            await using (file.ConfigureAwait(false))
            {
                count = await WriteAsync(file, entries, keys, values, layer.NowUnixMs, cancellationToken)
                    .ConfigureAwait(false);
                file.Flush(flushToDisk: true);
            }

            File.Move(beside, path, overwrite: true);
            return count;
        }
        catch (Exception failure) when (failure is not (OperationCanceledException or ObjectDisposedException))
        {
            throw LayerException.From(layer.Name, "save", failure);
        }
        finally
        {
            // Gone if it was moved to its place.
            File.Delete(beside);
        }
    }

    /// <summary>
    /// Sets the entries of a file that <see cref="SaveAsync"/> wrote, but for those that have expired meanwhile; a key
    /// that is held already keeps what it has. The file is read as a whole first, so nothing is set if it is refused.
    /// </summary>
    /// <typeparam name="TKey">The type of the keys.</typeparam>
    /// <typeparam name="TValue">The type of the values.</typeparam>
    /// <param name="layer">The layer.</param>
    /// <param name="path">The file.</param>
    /// <param name="options">How it is read, and how old it may be; null takes the defaults.</param>
    /// <param name="cancellationToken">Ends the loading before anything is set.</param>
    /// <returns>How many entries were set.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    /// <exception cref="LayerException">The file is missing or refused; the message says why.</exception>
    /// <exception cref="ObjectDisposedException">The layer is disposed.</exception>
    public static async Task<long> LoadAsync<TKey, TValue>(
        this MemoryLayer<TKey, TValue> layer,
        string path,
        MemorySnapshotOptions<TKey, TValue>? options = null,
        CancellationToken cancellationToken = default)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentException.ThrowIfNullOrEmpty(path);
        List<KeyValuePair<TKey, Entry<TValue>>> entries;
        try
        {
            var bytes = await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false);
            entries = Read(bytes, options ?? new(), layer.NowUnixMs);
        }
        catch (FormatException refused)
        {
            throw new LayerException(
                layer.Name, "load", FailureKind.Permanent, $"'{path}' is refused: {refused.Message}", refused);
        }
        catch (FileNotFoundException missing)
        {
            throw new LayerException(layer.Name, "load", FailureKind.Permanent, $"there is no file '{path}'", missing);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw LayerException.From(layer.Name, "load", failure);
        }

        long count = 0;
        foreach (var (key, entry) in entries)
        {
            if (!layer.Contains(key))
            {
                layer.Set(key, entry);
                count++;
            }
        }

        return count;
    }

    private static async Task<long> WriteAsync<TKey, TValue>(
        FileStream file,
        IEnumerable<KeyValuePair<TKey, Entry<TValue>>> entries,
        ISerializer<TKey> keys,
        ISerializer<TValue> values,
        long nowUnixMs,
        CancellationToken cancellationToken)
        where TKey : notnull
    {
        using var checksum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new ArrayBufferWriter<byte>(2 * BufferBytes);
        var scratch = new ArrayBufferWriter<byte>();
        long count = 0;
        SnapshotFormat.WriteHeader<TKey, TValue>(buffer, nowUnixMs);
        foreach (var (key, entry) in entries)
        {
            SnapshotFormat.WriteRecord(buffer, key, entry, keys, values, scratch);
            count++;
            if (buffer.WrittenCount >= BufferBytes)
            {
                await FlushAsync().ConfigureAwait(false);
            }
        }

        SnapshotFormat.WriteEnd(buffer, count);
        await FlushAsync().ConfigureAwait(false);
        await file.WriteAsync(checksum.GetHashAndReset(), cancellationToken).ConfigureAwait(false);
        return count;

        async ValueTask FlushAsync()
        {
            checksum.AppendData(buffer.WrittenSpan);
            await file.WriteAsync(buffer.WrittenMemory, cancellationToken).ConfigureAwait(false);
            buffer.ResetWrittenCount();
        }
    }

    private static List<KeyValuePair<TKey, Entry<TValue>>> Read<TKey, TValue>(
        ReadOnlySpan<byte> file, MemorySnapshotOptions<TKey, TValue> options, long nowUnixMs)
        where TKey : notnull
    {
        var records = file;
        if (SnapshotFormat.ReadHeader<TKey, TValue>(ref records, out var madeUnixMs) is { } fault)
        {
            throw new FormatException(fault);
        }

        if (records.Length < SnapshotFormat.ChecksumBytes
            || !SHA256.HashData(file[..^SnapshotFormat.ChecksumBytes]).AsSpan()
                .SequenceEqual(file[^SnapshotFormat.ChecksumBytes..]))
        {
            throw new FormatException("it is torn or was changed: its checksum does not fit");
        }

        if (options.AgeMax is { } ageMax && nowUnixMs - madeUnixMs > ageMax.TotalMilliseconds)
        {
            var age = TimeSpan.FromMilliseconds(nowUnixMs - madeUnixMs);
            throw new FormatException($"it is {age:c} old; AgeMax is {ageMax:c}");
        }

        try
        {
            return SnapshotFormat.ReadRecords(
                records[..^SnapshotFormat.ChecksumBytes],
                options.KeySerializer ?? Serializers.Default<TKey>(),
                options.ValueSerializer ?? Serializers.Default<TValue>());
        }
        catch (Exception failure) when (failure is not FormatException)
        {
            throw new FormatException($"an entry cannot be read: {failure.Message}", failure);
        }
    }
}
