using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace Strata.Resp;

/// <summary>What the text of a scalar says: the conversions that a reader and a value share.</summary>
internal static class ScalarText
{
    /// <summary>The most bytes of a text that is looked at as a number.</summary>
    public const int NumberBytesMax = HeaderParser.NumberLineBytesMax;

    /// <summary>The format of a verbatim string and its colon.</summary>
    public const int VerbatimPrefixBytes = 4;

    private const int TextFormat = 't' | ('x' << 8) | ('t' << 16);
    private const int MarkdownFormat = 'm' | ('k' << 8) | ('d' << 16);

    /// <summary>
    /// Whether an element of this type holds text: any but numbers, booleans, null and aggregates.
    /// </summary>
    public static bool IsHeldBy(RespType type) => type
        is RespType.BulkString or RespType.SimpleString or RespType.Error
        or RespType.VerbatimString or RespType.BigNumber or RespType.BulkError;

    public static int PackFormat(ReadOnlySpan<byte> format) => format[0] | (format[1] << 8) | (format[2] << 16);

    /// <summary>Writes a packed format and its colon.</summary>
    public static void UnpackFormat(int format, Span<byte> destination)
    {
        destination[0] = (byte)format;
        destination[1] = (byte)(format >> 8);
        destination[2] = (byte)(format >> 16);
        destination[3] = (byte)':';
    }

    /// <summary>The name of a packed format; empty for none.</summary>
    public static string FormatName(int format) => format switch
    {
        0 => "",
        TextFormat => "txt",
        MarkdownFormat => "mkd",
        _ => Encoding.Latin1.GetString([(byte)format, (byte)(format >> 8), (byte)(format >> 16)]),
    };

    public static bool TryGetInt64(RespType type, long number, ReadOnlySpan<byte> text, out long value)
    {
        if (type == RespType.Integer)
        {
            value = number;
            return true;
        }

        value = 0;
        return IsNumeral(type) && Utf8Parser.TryParse(text, out value, out var consumed) && consumed == text.Length;
    }

    public static bool TryGetDouble(RespType type, long number, ReadOnlySpan<byte> text, out double value)
    {
        switch (type)
        {
            case RespType.Double:
                value = BitConverter.Int64BitsToDouble(number);
                return true;
            case RespType.Integer:
                value = number;
                return true;
            default:
                value = 0;
                return IsNumeral(type) && RespDouble.TryParse(text, out value);
        }
    }

    public static bool TryGetBoolean(RespType type, long number, out bool value)
    {
        var isOne = type is RespType.Boolean or RespType.Integer && number is 0 or 1;
        value = isOne && number == 1;
        return isOne;
    }

    public static bool TryGetBigInteger(RespType type, string text, out BigInteger value)
    {
        value = default;
        return (type == RespType.Integer || IsNumeral(type))
            && BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>Types whose text may be a number.</summary>
    private static bool IsNumeral(RespType type) =>
        IsHeldBy(type) && type is not (RespType.Error or RespType.BulkError);
}
