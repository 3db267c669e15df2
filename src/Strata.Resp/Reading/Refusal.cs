using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Strata.Resp;

/// <summary>What a reader says when it refuses: what was found, where, and what is allowed there.</summary>
internal static class Refusal
{
    [DoesNotReturn]
    public static void UnknownType(byte found, long offset) => throw new RespProtocolException(
        $"{Name(found)} at offset {offset} begins no element; one of + - : $ * _ , # ( ! = % ~ > | ; . is allowed.",
        offset);

    [DoesNotReturn]
    public static void UnexpectedByte(byte found, long offset, string allowed) => throw new RespProtocolException(
        $"{Name(found)} at offset {offset}; {allowed} is allowed there.", offset);

    [DoesNotReturn]
    public static void Limit(string name, string what, long max, long offset) => throw new RespProtocolException(
        $"{what} at offset {offset}; {name} allows {max.ToString("N0", CultureInfo.InvariantCulture)}.",
        offset,
        name);

    /// <summary>Refuses a reply or command that reaches further than allowed.</summary>
    public static void IfFrameIsTooLong(long bytes, RespLimits limits, long offset)
    {
        if (bytes > limits.FrameBytesMax)
        {
            Limit(nameof(RespLimits.FrameBytesMax), $"A frame of {bytes} bytes or more", limits.FrameBytesMax, offset);
        }
    }

    [DoesNotReturn]
    public static void Because(string reason, long offset) =>
        throw new RespProtocolException($"{reason} at offset {offset}.", offset);

    private static string Name(byte found) =>
        found is > 0x20 and < 0x7F ? $"'{(char)found}' (0x{found:X2})" : $"Byte 0x{found:X2}";
}
