using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Strata;

/// <summary>The bytes of a snapshot: a header, a record for each entry, an end mark, a checksum.</summary>
/// <remarks>
/// <para>
/// Numbers are little-endian. The header is the magic, the version, when the snapshot was made, and the names of the
/// types of key and value, each after its length. A record is a 1, deadline, time of creation, sliding time to live,
/// weight, priority, then the key and the value, each after its length; a length of -1 is a null value. The end mark is
/// a 0 and the number of records. The checksum is SHA-256 over all before it.
/// </para>
/// </remarks>
internal static class SnapshotFormat
{
    public const int ChecksumBytes = SHA256.HashSizeInBytes;
    private const int Version = 1;
    private const byte Record = 1;
    private const byte End = 0;
    private const int FactsBytes = 29;
    private const int NameBytesMax = 4096;

    private static ReadOnlySpan<byte> Magic => "StrataMS"u8;

    public static void WriteHeader<TKey, TValue>(IBufferWriter<byte> to, long nowUnixMs)
    {
        to.Write(Magic);
        Write(to, Version);
        Write(to, nowUnixMs);
        Write(to, NameOf(typeof(TKey)));
        Write(to, NameOf(typeof(TValue)));
    }

    public static void WriteRecord<TKey, TValue>(
        ArrayBufferWriter<byte> to,
        TKey key,
        in Entry<TValue> entry,
        ISerializer<TKey> keys,
        ISerializer<TValue> values,
        ArrayBufferWriter<byte> scratch)
    {
        to.GetSpan(1)[0] = Record;
        to.Advance(1);
        Write(to, entry.Deadline.UnixMs);
        Write(to, entry.CreatedUnixMs);
        Write(to, entry.SlidingMs);
        Write(to, entry.Weight);
        to.GetSpan(1)[0] = (byte)entry.Priority;
        to.Advance(1);
        scratch.ResetWrittenCount();
        keys.Serialize(key, scratch);
        Write(to, scratch.WrittenSpan);
        if (entry.Value is null)
        {
            Write(to, -1);
            return;
        }

        scratch.ResetWrittenCount();
        values.Serialize(entry.Value, scratch);
        Write(to, scratch.WrittenSpan);
    }

    public static void WriteEnd(IBufferWriter<byte> to, long count)
    {
        to.GetSpan(1)[0] = End;
        to.Advance(1);
        Write(to, count);
    }

    /// <summary>Reads the header and says what is wrong with it; null if it is as it should be.</summary>
    public static string? ReadHeader<TKey, TValue>(ref ReadOnlySpan<byte> from, out long madeUnixMs)
    {
        madeUnixMs = 0;
        if (!from.StartsWith(Magic))
        {
            return "it is no snapshot of a memory layer";
        }

        from = from[Magic.Length..];
        if (!TryRead(ref from, out int version) || version != Version)
        {
            return $"its version is {version}; {Version} can be read";
        }

        if (!TryRead(ref from, out madeUnixMs)
            || !TryReadName(ref from, out var key)
            || !TryReadName(ref from, out var value))
        {
            return "its header is torn";
        }

        var (wantedKey, wantedValue) = (NameText(typeof(TKey)), NameText(typeof(TValue)));
        return key == wantedKey && value == wantedValue
            ? null
            : $"it holds {value} under {key}; the layer holds {wantedValue} under {wantedKey}";
    }

    /// <summary>Reads the records up to the end mark.</summary>
    /// <exception cref="FormatException">They are not as they should be.</exception>
    public static List<KeyValuePair<TKey, Entry<TValue>>> ReadRecords<TKey, TValue>(
        ReadOnlySpan<byte> from, ISerializer<TKey> keys, ISerializer<TValue> values)
    {
        var entries = new List<KeyValuePair<TKey, Entry<TValue>>>();
        while (!from.IsEmpty && from[0] == Record)
        {
            from = from[1..];
            entries.Add(ReadRecord(ref from, keys, values));
        }

        if (from.IsEmpty || from[0] != End)
        {
            throw new FormatException("it has no end mark");
        }

        from = from[1..];
        return TryRead(ref from, out long count) && count == entries.Count && from.IsEmpty
            ? entries
            : throw new FormatException($"it has {entries.Count} entries, but says {count}");
    }

    private static KeyValuePair<TKey, Entry<TValue>> ReadRecord<TKey, TValue>(
        ref ReadOnlySpan<byte> from, ISerializer<TKey> keys, ISerializer<TValue> values)
    {
        if (from.Length < FactsBytes)
        {
            throw new FormatException("an entry is torn");
        }

        var deadline = BinaryPrimitives.ReadInt64LittleEndian(from);
        var created = BinaryPrimitives.ReadInt64LittleEndian(from[8..]);
        var slidingMs = BinaryPrimitives.ReadInt64LittleEndian(from[16..]);
        var weight = BinaryPrimitives.ReadInt32LittleEndian(from[24..]);
        var priority = (EntryPriority)from[28];
        from = from[FactsBytes..];
        if (weight < 1 || slidingMs < 0 || priority > EntryPriority.High)
        {
            throw new FormatException("an entry has facts that no entry can have");
        }

        if (!TryReadBytes(ref from, out var keyBytes, out var isNull) || isNull)
        {
            throw new FormatException("a key is torn");
        }

        var key = keys.Deserialize(keyBytes);
        if (!TryReadBytes(ref from, out var valueBytes, out isNull))
        {
            throw new FormatException("a value is torn");
        }

        if (isNull && default(TValue) is not null)
        {
            throw new FormatException("a value is null that cannot be");
        }

        var value = isNull ? default! : values.Deserialize(valueBytes);
        return KeyValuePair.Create(
            key, Entry<TValue>.Held(value, deadline, created, weight, priority, slidingMs));
    }

    private static void Write(IBufferWriter<byte> to, int number)
    {
        BinaryPrimitives.WriteInt32LittleEndian(to.GetSpan(sizeof(int)), number);
        to.Advance(sizeof(int));
    }

    private static void Write(IBufferWriter<byte> to, long number)
    {
        BinaryPrimitives.WriteInt64LittleEndian(to.GetSpan(sizeof(long)), number);
        to.Advance(sizeof(long));
    }

    private static void Write(IBufferWriter<byte> to, ReadOnlySpan<byte> bytes)
    {
        Write(to, bytes.Length);
        to.Write(bytes);
    }

    private static bool TryRead(ref ReadOnlySpan<byte> from, out int number)
    {
        if (!BinaryPrimitives.TryReadInt32LittleEndian(from, out number))
        {
            return false;
        }

        from = from[sizeof(int)..];
        return true;
    }

    private static bool TryRead(ref ReadOnlySpan<byte> from, out long number)
    {
        if (!BinaryPrimitives.TryReadInt64LittleEndian(from, out number))
        {
            return false;
        }

        from = from[sizeof(long)..];
        return true;
    }

    private static bool TryReadBytes(ref ReadOnlySpan<byte> from, out ReadOnlySpan<byte> bytes, out bool isNull)
    {
        bytes = default;
        isNull = false;
        if (!TryRead(ref from, out int length) || length < -1 || length > from.Length)
        {
            return false;
        }

        isNull = length == -1;
        bytes = isNull ? default : from[..length];
        from = from[Math.Max(0, length)..];
        return true;
    }

    private static bool TryReadName(ref ReadOnlySpan<byte> from, [NotNullWhen(true)] out string? name)
    {
        name = null;
        if (!TryReadBytes(ref from, out var bytes, out var isNull) || isNull || bytes.Length > NameBytesMax)
        {
            return false;
        }

        name = Encoding.UTF8.GetString(bytes);
        return true;
    }

    private static ReadOnlySpan<byte> NameOf(Type type) => Encoding.UTF8.GetBytes(NameText(type));

    private static string NameText(Type type) => type.ToString();
}
