namespace Strata.Sqlite.Storage;

/// <summary>Turns keys and entries into what the file holds, and back.</summary>
internal sealed class EntryCodec<TKey, TValue>(
    string layer, ISerializer<TKey> keys, ISerializer<TValue> values, long entryBytesMax)
    where TKey : notnull
{
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

    /// <summary>Appends the bytes of a value.</summary>
    /// <returns>Why the value cannot be held; null if it can.</returns>
    public LayerException? WriteValue(TValue value, Scratch destination, int keyLength, string operation)
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
            return Refusal(operation, $"the value was refused: {refused.Message}", refused);
        }

        var length = (long)destination.Length - start + keyLength;
        return length <= entryBytesMax
            ? null
            : Refusal(
                operation,
                $"the value was refused: it takes {length} bytes with its key; {entryBytesMax} are allowed");
    }

    public TKey ReadKey(ReadOnlySpan<byte> key) => keys.Deserialize(key);

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

    private LayerException Refusal(string operation, string reason, Exception? cause = null) =>
        new(layer, operation, FailureKind.Permanent, reason, cause);
}
