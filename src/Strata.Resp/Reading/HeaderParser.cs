using System.Runtime.CompilerServices;

namespace Strata.Resp;

/// <summary>
/// Reads the first line of an element.
/// </summary>
/// <remarks>
/// The answer depends on the bytes alone, never on how they arrived: it is a function of a prefix,
/// bytes are judged from left to right, and what is refused or found for a prefix is refused or found
/// for every longer one. So whoever is told that bytes are missing asks again with more, and no state
/// is kept. Only <see cref="RespFrameScanner"/> remembers how far a long line was searched.
/// </remarks>
internal static class HeaderParser
{
    /// <summary>The most bytes of a line that is neither text nor a big number.</summary>
    public const int NumberLineBytesMax = 512;

    private const byte Cr = (byte)'\r';
    private const byte Lf = (byte)'\n';
    private const int CountDigitsMax = 10;
    private const int IntegerBytesMax = 64;

    private enum Count : long
    {
        Null = -1,
        Streamed = -2,
    }

    /// <summary>Reads the line at the beginning of the bytes.</summary>
    /// <param name="bytes">What has arrived, from the element's first byte on.</param>
    /// <param name="limits">What is accepted.</param>
    /// <param name="offset">Where the element begins, for messages.</param>
    /// <param name="header">The line.</param>
    /// <returns>Whether the whole line is there.</returns>
    /// <exception cref="RespProtocolException">It is no such line, or goes beyond a limit.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryParse(ReadOnlySpan<byte> bytes, RespLimits limits, long offset, out RespHeader header)
    {
        if (bytes.Length > 3 && bytes[0] == (byte)'$' && TryParseDigits(bytes, out var count, out var length))
        {
            CheckBulk(count, limits, offset);
            header = new RespHeader(RespType.BulkString, RespShape.Payload, length, count);
            return true;
        }

        return TryParseAny(bytes, limits, offset, out header);
    }

    private static bool TryParseAny(ReadOnlySpan<byte> bytes, RespLimits limits, long offset, out RespHeader header)
    {
        header = default;
        if (bytes.IsEmpty)
        {
            return false;
        }

        var type = (RespType)bytes[0];
        switch (type)
        {
            case RespType.BulkString or RespType.BulkError or RespType.VerbatimString or RespType.StringPart
                or RespType.Array or RespType.Set or RespType.Push or RespType.Map or RespType.Attribute:
                return TryParseCounted(type, bytes, limits, offset, out header);
            case RespType.Integer:
                return TryParseInteger(bytes, offset, out header);
            case RespType.SimpleString or RespType.Error or RespType.BigNumber:
                return TryParseText(type, bytes, limits, offset, out header);
            case RespType.Double:
                return TryParseDouble(bytes, offset, out header);
            case RespType.Boolean:
                return TryParseBoolean(bytes, offset, out header);
            case RespType.Null:
                header = new RespHeader(type, RespShape.Null, 3, 0);
                return Matches(bytes, 1, "\r\n"u8, offset);
            case RespType.StreamEnd:
                header = new RespHeader(type, RespShape.End, 3, 0);
                return Matches(bytes, 1, "\r\n"u8, offset);
            default:
                Refusal.UnknownType(bytes[0], offset);
                return false;
        }
    }

    private static bool TryParseCounted(
        RespType type, ReadOnlySpan<byte> bytes, RespLimits limits, long offset, out RespHeader header)
    {
        header = default;
        if (!TryParseCount(type, bytes, offset, out var count, out var length))
        {
            return false;
        }

        header = count < 0 ? new RespHeader(type, ShapeOf((Count)count), length, 0)
            : type is RespType.Array or RespType.Set or RespType.Push or RespType.Map or RespType.Attribute
                ? Items(type, count, length, limits, offset)
            : Payload(type, count, length, limits, offset);
        return true;
    }

    private static RespHeader Payload(RespType type, long count, int length, RespLimits limits, long offset)
    {
        CheckBulk(count, limits, offset);
        if (type == RespType.VerbatimString && count < ScalarText.VerbatimPrefixBytes)
        {
            Refusal.Because($"A verbatim string of {count} bytes, less than its format takes,", offset);
        }

        var isLastPart = type == RespType.StringPart && count == 0;
        return new RespHeader(type, isLastPart ? RespShape.End : RespShape.Payload, length, count);
    }

    private static RespHeader Items(RespType type, long count, int length, RespLimits limits, long offset)
    {
        var items = type is RespType.Map or RespType.Attribute ? 2 * count : count;
        if (items > limits.AggregateItemsMax)
        {
            Refusal.Limit(
                nameof(RespLimits.AggregateItemsMax), $"{items} items", limits.AggregateItemsMax, offset);
        }

        return new RespHeader(type, RespShape.Items, length, items);
    }

    private static RespShape ShapeOf(Count count) => count == Count.Null ? RespShape.Null : RespShape.Stream;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CheckBulk(long count, RespLimits limits, long offset)
    {
        if (count > limits.BulkBytesMax)
        {
            Refusal.Limit(
                nameof(RespLimits.BulkBytesMax), $"A string of {count} bytes", limits.BulkBytesMax, offset);
        }
    }

    private static bool TryParseCount(
        RespType type, ReadOnlySpan<byte> bytes, long offset, out long count, out int length) =>
        TryParseDigits(bytes, out count, out length)
        || TryParseRareCount(type, bytes, offset, ref count, ref length);

    /// <summary>The plain case: a whole line of at most ten digits without a leading zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryParseDigits(ReadOnlySpan<byte> bytes, out long count, out int length)
    {
        count = 0;
        var at = 1;
        for (; at < bytes.Length && at <= CountDigitsMax; at++)
        {
            var digit = (uint)(bytes[at] - '0');
            if (digit > 9)
            {
                break;
            }

            count = (10 * count) + digit;
        }

        length = at + RespHeader.LineEndBytes;
        return length <= bytes.Length
            && bytes[at] == Cr && bytes[at + 1] == Lf
            && at > 1 && (at == 2 || bytes[1] != (byte)'0');
    }

    /// <summary>What is not the plain case: null, streamed, not all there, or refused.</summary>
    private static bool TryParseRareCount(
        RespType type, ReadOnlySpan<byte> bytes, long offset, ref long count, ref int length)
    {
        if (bytes.Length < 2)
        {
            return false;
        }

        if (bytes[1] == (byte)'?'
            && type is RespType.BulkString or RespType.Array or RespType.Map or RespType.Set)
        {
            count = (long)Count.Streamed;
            length = 4;
            return Matches(bytes, 2, "\r\n"u8, offset);
        }

        if (bytes[1] == (byte)'-' && type is RespType.BulkString or RespType.Array)
        {
            count = (long)Count.Null;
            length = 5;
            return Matches(bytes, 2, "1\r\n"u8, offset);
        }

        var at = 1;
        while (at < bytes.Length && at <= CountDigitsMax + 1 && char.IsAsciiDigit((char)bytes[at]))
        {
            at++;
        }

        if (at > CountDigitsMax + 1)
        {
            Refusal.Because($"A length of more than {CountDigitsMax} digits", offset);
        }

        if (at == bytes.Length)
        {
            return false;
        }

        if (at == 1)
        {
            Refusal.UnexpectedByte(bytes[1], offset + 1, "a length, one or more decimal digits,");
        }

        if (bytes[at] == Cr && bytes[1] == (byte)'0' && at > 2)
        {
            Refusal.Because("A length with a leading zero", offset);
        }

        return Matches(bytes, at, "\r\n"u8, offset);
    }

    private static bool TryParseInteger(ReadOnlySpan<byte> bytes, long offset, out RespHeader header)
    {
        header = default;
        var at = 1;
        var isNegative = false;
        if (bytes.Length > 1 && bytes[1] is (byte)'-' or (byte)'+')
        {
            isNegative = bytes[1] == (byte)'-';
            at++;
        }

        var first = at;
        var max = isNegative ? 1UL << 63 : (1UL << 63) - 1;
        var value = 0UL;
        for (; at < bytes.Length; at++)
        {
            var digit = (uint)(bytes[at] - '0');
            if (digit > 9)
            {
                break;
            }

            if (value > long.MaxValue / 10 || ((10 * value) + digit) > max || at > IntegerBytesMax)
            {
                Refusal.Because("An integer beyond 64 bits, or written with too many zeros,", offset);
            }

            value = (10 * value) + digit;
        }

        if (at == bytes.Length)
        {
            return false;
        }

        if (at == first)
        {
            Refusal.UnexpectedByte(bytes[at], offset + at, "a decimal digit");
        }

        header = new RespHeader(
            RespType.Integer,
            RespShape.Line,
            at + RespHeader.LineEndBytes,
            isNegative ? unchecked(-(long)value) : (long)value);
        return Matches(bytes, at, "\r\n"u8, offset);
    }

    private static bool TryParseText(
        RespType type, ReadOnlySpan<byte> bytes, RespLimits limits, long offset, out RespHeader header)
    {
        header = default;
        if (!TryFindLineEnd(bytes, limits.LineBytesMax, nameof(RespLimits.LineBytesMax), offset, out var end))
        {
            return false;
        }

        if (type == RespType.BigNumber && !IsBigNumber(bytes[1..end]))
        {
            Refusal.Because("A big number that is not a line of decimal digits", offset);
        }

        header = new RespHeader(type, RespShape.Line, end + RespHeader.LineEndBytes, 0);
        return true;
    }

    public static bool IsBigNumber(ReadOnlySpan<byte> text)
    {
        var digits = text.Length > 0 && text[0] is (byte)'-' or (byte)'+' ? text[1..] : text;
        return digits.Length > 0 && !digits.ContainsAnyExceptInRange((byte)'0', (byte)'9');
    }

    private static bool TryParseDouble(ReadOnlySpan<byte> bytes, long offset, out RespHeader header)
    {
        header = default;
        if (!TryFindLineEnd(bytes, NumberLineBytesMax, null, offset, out var end))
        {
            return false;
        }

        if (!RespDouble.TryParse(bytes[1..end], out var value))
        {
            Refusal.Because("A double that is neither a decimal number of 64 bits nor inf, -inf or nan", offset);
        }

        header = new RespHeader(
            RespType.Double,
            RespShape.Line,
            end + RespHeader.LineEndBytes,
            BitConverter.DoubleToInt64Bits(value));
        return true;
    }

    private static bool TryParseBoolean(ReadOnlySpan<byte> bytes, long offset, out RespHeader header)
    {
        header = default;
        if (bytes.Length < 2)
        {
            return false;
        }

        if (bytes[1] is not ((byte)'t' or (byte)'f'))
        {
            Refusal.UnexpectedByte(bytes[1], offset + 1, "t or f");
        }

        header = new RespHeader(RespType.Boolean, RespShape.Line, 4, bytes[1] == (byte)'t' ? 1 : 0);
        return Matches(bytes, 2, "\r\n"u8, offset);
    }

    /// <summary>Finds CR LF after the first byte; a CR or LF alone is refused.</summary>
    /// <param name="bytes">From the element's first byte on.</param>
    /// <param name="max">The most bytes before CR LF, the first one not counted.</param>
    /// <param name="limit">The name of that limit; null if it is none that can be set.</param>
    /// <param name="offset">Where the element begins.</param>
    /// <param name="end">Where CR is.</param>
    private static bool TryFindLineEnd(
        ReadOnlySpan<byte> bytes, int max, string? limit, long offset, out int end)
    {
        var text = bytes[1..];
        var found = text[..Math.Min(text.Length, max + 1)].IndexOfAny(Cr, Lf);
        end = found + 1;
        if (found >= 0)
        {
            return Matches(bytes, end, "\r\n"u8, offset);
        }

        if (text.Length <= max)
        {
            return false;
        }

        if (limit is null)
        {
            Refusal.Because($"A number of more than {max} bytes", offset);
        }

        Refusal.Limit(limit, $"A line of more than {max} bytes", max, offset);
        return false;
    }

    /// <summary>
    /// Whether the expected bytes are there; false if some are missing, refused if others are there.
    /// </summary>
    private static bool Matches(ReadOnlySpan<byte> bytes, int at, ReadOnlySpan<byte> expected, long offset)
    {
        for (var i = 0; i < expected.Length; i++)
        {
            if (at + i >= bytes.Length)
            {
                return false;
            }

            if (bytes[at + i] != expected[i])
            {
                Refusal.UnexpectedByte(bytes[at + i], offset + at + i, expected[i] switch
                {
                    Cr => "CR",
                    Lf => "LF",
                    _ => $"'{(char)expected[i]}'",
                });
            }
        }

        return true;
    }
}
