using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using Strata.Resp;

namespace Strata.Redis.Storage;

/// <summary>Turns keys and entries into what the server holds, and back.</summary>
internal sealed class RedisCodec<TKey, TValue>
    where TKey : notnull
{
    private const int ValueBytesUsual = 224;

    // The longest key and value a server takes, by its own default.
    private static readonly int KeyBytesMax = RespLimits.Default.BulkBytesMax;

    private readonly string _layer;
    private readonly byte[] _prefix;
    private readonly ISerializer<TKey> _keys;
    private readonly ISerializer<TValue> _values;
    private readonly int _valueBytesMax;

    public RedisCodec(
        string layer,
        byte[] prefix,
        ISerializer<TKey> keys,
        ISerializer<TValue> values,
        string? codec,
        int valueBytesMax)
    {
        _layer = layer;
        _prefix = prefix;
        _keys = keys;
        _values = values;
        _valueBytesMax = valueBytesMax;
        CodecId = 0;
        foreach (var part in Encoding.UTF8.GetBytes(codec ?? $"{values.GetType()}|{typeof(TValue)}"))
        {
            CodecId = BitOperations.Crc32C(CodecId, part);
        }
    }

    /// <summary>Tells our values from those of another codec.</summary>
    public uint CodecId { get; }

    /// <summary>The bytes of a key on the server.</summary>
    /// <exception cref="LayerException">The key has no form in bytes, or one too long.</exception>
    public byte[] KeyBytes(TKey key, string operation)
    {
        ArgumentNullException.ThrowIfNull(key);
        var buffer = new ArrayBufferWriter<byte>(_prefix.Length + 32);
        buffer.Write(_prefix);
        try
        {
            _keys.Serialize(key, buffer);
        }
        catch (ArgumentException refused)
        {
            throw Refusal(operation, $"the key was refused: {refused.Message}", refused);
        }

        return buffer.WrittenCount <= KeyBytesMax
            ? buffer.WrittenSpan.ToArray()
            : throw Refusal(
                operation,
                $"the key was refused: it takes {buffer.WrittenCount} bytes; {KeyBytesMax} are allowed");
    }

    /// <summary>Reads a key back; false if it is none of ours.</summary>
    public bool TryReadKey(ReadOnlySpan<byte> bytes, out TKey key)
    {
        key = default!;
        if (!bytes.StartsWith(_prefix))
        {
            return false;
        }

        try
        {
            key = _keys.Deserialize(bytes[_prefix.Length..]);
            return key is not null;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    /// <summary>The bytes of an entry on the server.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="refusal">Why it cannot be held; null if it can.</param>
    public ReadOnlyMemory<byte> ValueBytes(in Entry<TValue> entry, out LayerException? refusal)
    {
        refusal = null;
        var buffer = new ArrayBufferWriter<byte>(Envelope.Bytes + ValueBytesUsual);
        buffer.Advance(Envelope.Bytes);
        if (entry.Value is { } value)
        {
            try
            {
                _values.Serialize(value, buffer);
            }
            catch (ArgumentException refused)
            {
                refusal = Refusal("set", $"the value was refused: {refused.Message}", refused);
                return default;
            }
        }

        var length = buffer.WrittenCount - Envelope.Bytes;
        if (length > _valueBytesMax)
        {
            refusal = Refusal(
                "set", $"the value was refused: it takes {length} bytes; {_valueBytesMax} are allowed");
            return default;
        }

        new Envelope(
            CodecId, entry.Value is null, entry.Deadline, entry.CreatedUnixMs, entry.Weight, entry.Priority)
            .WriteBefore(MemoryMarshal.AsMemory(buffer.WrittenMemory).Span);
        return buffer.WrittenMemory;
    }

    /// <summary>Reads an entry back; false if it is torn, of another version or of another codec.</summary>
    public bool TryReadEntry(ReadOnlySpan<byte> bytes, out Entry<TValue> entry)
    {
        entry = default;
        if (!Envelope.TryRead(bytes, CodecId, out var envelope))
        {
            return false;
        }

        TValue value = default!;
        if (envelope.IsNull)
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
                value = _values.Deserialize(bytes[Envelope.Bytes..]);
            }
            catch (FormatException)
            {
                return false;
            }
        }

        entry = new Entry<TValue>(
            value, envelope.Deadline, envelope.CreatedUnixMs, envelope.Weight, envelope.Priority);
        return true;
    }

    private LayerException Refusal(string operation, string reason, Exception? cause = null) =>
        new(_layer, operation, FailureKind.Permanent, reason, cause);
}
