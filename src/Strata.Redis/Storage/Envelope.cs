using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Strata.Redis.Storage;

/// <summary>
/// What stands before a value on the server: 32 bytes that say what it is, so that another version, another codec or
/// a torn value is recognised and never misread.
/// </summary>
/// <remarks>
/// In order, little-endian: two bytes <c>D7 53</c>; the version, 1; flags (bit 0: the value is null; bits 1 and 2: the
/// priority); the codec, 4 bytes; the deadline and the time of creation, 8 bytes each, in milliseconds of Unix
/// time; the weight, 4 bytes; a CRC-32C of all before it and of the value, 4 bytes. The value follows.
/// </remarks>
internal readonly record struct Envelope(
    uint Codec, bool IsNull, Deadline Deadline, long CreatedUnixMs, int Weight, EntryPriority Priority)
{
    public const int Bytes = 32;

    private const ushort Magic = 0x53D7;
    private const byte Version = 1;
    private const int ChecksumAt = Bytes - sizeof(uint);

    /// <summary>Writes the envelope before a value that stands after it already.</summary>
    /// <param name="whole">Room for the envelope, then the value.</param>
    public void WriteBefore(Span<byte> whole)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(whole, Magic);
        whole[2] = Version;
        whole[3] = (byte)((IsNull ? 1 : 0) | ((int)Priority << 1));
        BinaryPrimitives.WriteUInt32LittleEndian(whole[4..], Codec);
        BinaryPrimitives.WriteInt64LittleEndian(whole[8..], Deadline.UnixMs);
        BinaryPrimitives.WriteInt64LittleEndian(whole[16..], CreatedUnixMs);
        BinaryPrimitives.WriteInt32LittleEndian(whole[24..], Weight);
        BinaryPrimitives.WriteUInt32LittleEndian(whole[ChecksumAt..], Checksum(whole));
    }

    /// <summary>Reads an envelope without a look at its value, which may be missing.</summary>
    public static bool TryReadHeader(ReadOnlySpan<byte> bytes, uint codec, out Envelope envelope)
    {
        envelope = default;
        if (bytes.Length < Bytes
            || BinaryPrimitives.ReadUInt16LittleEndian(bytes) != Magic
            || bytes[2] != Version
            || BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]) != codec)
        {
            return false;
        }

        var flags = bytes[3];
        envelope = new Envelope(
            codec,
            (flags & 1) != 0,
            new Deadline(BinaryPrimitives.ReadInt64LittleEndian(bytes[8..])),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[24..]),
            (EntryPriority)(flags >> 1));
        return envelope.Weight >= 1 && Enum.IsDefined(envelope.Priority);
    }

    /// <summary>Reads an envelope whose value is all there.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, uint codec, out Envelope envelope) =>
        TryReadHeader(bytes, codec, out envelope)
        && BinaryPrimitives.ReadUInt32LittleEndian(bytes[ChecksumAt..]) == Checksum(bytes);

    private static uint Checksum(ReadOnlySpan<byte> whole) =>
        ~Add(Add(uint.MaxValue, whole[..ChecksumAt]), whole[Bytes..]);

    private static uint Add(uint crc, ReadOnlySpan<byte> bytes)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (var word in words)
        {
            crc = BitOperations.Crc32C(crc, word);
        }

        foreach (var single in bytes[(words.Length * sizeof(ulong))..])
        {
            crc = BitOperations.Crc32C(crc, single);
        }

        return crc;
    }
}
