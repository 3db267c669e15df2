namespace Strata.Sqlite.Storage;

/// <summary>Turns keys and entries into what the file holds, and back.</summary>
internal sealed class EntryCodec<TKey, TValue>(
    string layer, ISerializer<TKey> keys, ISerializer<TValue> values, long entryBytesMax)
    where TKey : notnull
{
    private const int ChunkBytesMax = 1 << 19;

    /// <summary>Appends the bytes of a key.</summary>
    /// <returns>How many bytes they are.</returns>
    /// <exception cref="LayerException">The key has no form in bytes.</exception>
    public int WriteKey(TKey key, Scratch destination, string operation)
    {
        ArgumentNullException.ThrowIfNull(key);
        var start = destination.Length;
        try
        {
            keys.Serialize(key, destination);
        }
        catch (ArgumentException refused)
        {
            throw Refusal(operation, $"the key was refused: {refused.Message}", refused);
        }

        var length = destination.Length - start;
        return length <= entryBytesMax
            ? length
            : throw Refusal(operation, $"the key was refused: it takes {length} bytes; {entryBytesMax} are allowed");
    }

    /// <summary>Makes ready what a set of one entry will do.</summary>
    /// <exception cref="LayerException">The key has no form in bytes.</exception>
    public Change Prepare(TKey key, in Entry<TValue> entry, Scratch scratch, long nowUnixMs)
    {
        var start = scratch.Length;
        var keyLength = WriteKey(key, scratch, "set");
        if (entry.Deadline.HasCome(nowUnixMs))
        {
            return new Change(ChangeAct.Drop, start, keyLength, 0, null);
        }

        var refusal = WriteValue(entry.Value, scratch, keyLength);
        return refusal is null
            ? new Change(ChangeAct.Put, start, keyLength, scratch.Length - start - keyLength, null)
            : new Change(ChangeAct.Drop, start, keyLength, 0, refusal);
    }

    /// <summary>Prepares as many changes as make one transaction of bounded size.</summary>
    public int PrepareChunk(
        ReadOnlySpan<KeyValuePair<TKey, Entry<TValue>>> entries,
        Span<Exception?> failures,
        Span<Change> changes,
        Scratch scratch,
        long nowUnixMs)
    {
        scratch.Clear();
        var count = 0;
        while (count < entries.Length && count < changes.Length && scratch.Length < ChunkBytesMax)
        {
            try
            {
                changes[count] = Prepare(entries[count].Key, entries[count].Value, scratch, nowUnixMs);
                failures[count] = changes[count].Refusal;
            }
            catch (Exception refused) when (refused is LayerException or ArgumentNullException)
            {
                changes[count] = default;
                failures[count] = refused;
            }

            count++;
        }

        return count;
    }

    /// <summary>Reads a key back.</summary>
    /// <returns>Whether it has a form this layer's serializer knows.</returns>
    public bool TryReadKey(ReadOnlySpan<byte> bytes, out TKey key)
    {
        try
        {
            key = keys.Deserialize(bytes);
            return key is not null;
        }
        catch (FormatException)
        {
            key = default!;
            return false;
        }
    }

    /// <summary>Reads a row back.</summary>
    /// <returns>Whether it is whole and has a form this layer's serializer knows.</returns>
    public bool TryRead(ReadOnlySpan<byte> key, in Row row, uint checksum, out Entry<TValue> entry)
    {
        entry = default;
        if (row.Checksum(key) != checksum || row.Weight is < 1 or > int.MaxValue)
        {
            return false;
        }

        TValue value = default!;
        if (row.IsNull)
        {
            if (value is not null)
            {
                return false;
            }
        }
        else
        {
            try
            {
                value = values.Deserialize(row.Value);
            }
            catch (FormatException)
            {
                return false;
            }
        }

        entry = new Entry<TValue>(
            value, row.Deadline, row.CreatedUnixMs, (int)row.Weight, (EntryPriority)row.Priority);
        return true;
    }

    /// <summary>Appends the bytes of a value.</summary>
    /// <returns>Why the value cannot be held; null if it can.</returns>
    private LayerException? WriteValue(TValue value, Scratch destination, int keyLength)
    {
        if (value is null)
        {
            return null;
        }

        var start = destination.Length;
        try
        {
            values.Serialize(value, destination);
        }
        catch (ArgumentException refused)
        {
            return Refusal("set", $"the value was refused: {refused.Message}", refused);
        }

        var length = (long)destination.Length - start + keyLength;
        return length <= entryBytesMax
            ? null
            : Refusal(
                "set",
                $"the value was refused: it takes {length} bytes with its key; {entryBytesMax} are allowed");
    }

    private LayerException Refusal(string operation, string reason, Exception? cause = null) =>
        new(layer, operation, FailureKind.Permanent, reason, cause);
}
