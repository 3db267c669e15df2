using System.Buffers.Text;
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

    public static int PackFormat(ReadOnlySpan<byte> format) => format[0] | (format[1] << 8) | (format[2] << 16);

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
        return IsText(type) && Utf8Parser.TryParse(text, out value, out var consumed) && consumed == text.Length;
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
                return IsText(type) && RespDouble.TryParse(text, out value);
        }
    }

    public static bool TryGetBoolean(RespType type, long number, out bool value)
    {
        var isOne = type is RespType.Boolean or RespType.Integer && number is 0 or 1;
        value = isOne && number == 1;
        return isOne;
    }

    private static bool IsText(RespType type) =>
        type is RespType.BulkString or RespType.SimpleString or RespType.BigNumber or RespType.VerbatimString;
}
