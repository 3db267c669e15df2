using System.Buffers.Binary;
using System.Numerics;

namespace Strata.Sqlite.Storage;

/// <summary>
/// What the file holds under a key. Its value lives as long as the row of the statement it came from.
/// </summary>
internal readonly ref struct Row
{
    public required Deadline Deadline { get; init; }

    public required long CreatedUnixMs { get; init; }

    public required long Weight { get; init; }

    public required long Priority { get; init; }

    /// <summary>Whether the value is null, which is not the same as empty.</summary>
    public required bool IsNull { get; init; }

    public required ReadOnlySpan<byte> Value { get; init; }

    /// <summary>
    /// CRC-32C over key, value and facts: a damaged row, and a whole row under a wrong key, are recognised.
    /// </summary>
    public uint Checksum(ReadOnlySpan<byte> key)
    {
        Span<byte> facts = stackalloc byte[33];
        BinaryPrimitives.WriteInt64LittleEndian(facts, Deadline.UnixMs);
        BinaryPrimitives.WriteInt64LittleEndian(facts[8..], CreatedUnixMs);
        BinaryPrimitives.WriteInt64LittleEndian(facts[16..], Weight);
        BinaryPrimitives.WriteInt64LittleEndian(facts[24..], ((long)key.Length << 8) | (byte)Priority);
        facts[32] = IsNull ? (byte)1 : (byte)0;
        return ~Append(Append(Append(uint.MaxValue, facts), key), Value);
    }

    private static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        var words = bytes.Length & ~7;
        for (var i = 0; i < words; i += 8)
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes[i..]));
        }

        foreach (var one in bytes[words..])
        {
            crc = BitOperations.Crc32C(crc, one);
        }

        return crc;
    }
}
