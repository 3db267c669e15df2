using System.Buffers.Text;
using System.Diagnostics;
using System.Text;

namespace Strata.Resp;

/// <summary>Floating-point numbers as Redis writes them, and as it and its clients read them.</summary>
/// <remarks>
/// <para>
/// Redis writes the fewest digits that read back as the same number, and chooses between plain and
/// scientific notation by a rule of its own (since version 7.2: <c>d2string</c> in util.c,
/// <c>emit_digits</c> in fpconv_dtoa.c), which differs from that of C's <c>%.17g</c> and of .NET. Where
/// the last digit stands for the power e of ten:
/// </para>
/// <list type="bullet">
/// <item>whole numbers below 2^62 are written as integers: <c>1000000000000000000</c>;</item>
/// <item>e from 0 to 7: as many zeros are appended;</item>
/// <item>e from -6 to -1, or a number from 0.001 to below 10,000: a decimal point, <c>0.00001</c>,
/// <c>1.5</c>;</item>
/// <item>else scientific with sign and without padding: <c>1e-7</c>, <c>1.5e+300</c>.</item>
/// </list>
/// <para>.NET finds the digits; this class places them.</para>
/// </remarks>
internal static class RespDouble
{
    /// <summary>The most bytes of a formatted number.</summary>
    public const int BytesMax = 32;

    private const double WholeMax = long.MaxValue / 2;
    private const int DigitsMax = 24;

    /// <summary>Writes the number.</summary>
    /// <param name="value">Any number; not a number is <c>nan</c>, whatever its bits.</param>
    /// <param name="destination">At least <see cref="BytesMax"/> bytes.</param>
    /// <returns>How many bytes were written.</returns>
    public static int Format(double value, Span<byte> destination)
    {
        if (!double.IsFinite(value))
        {
            return Copy(double.IsNaN(value) ? "nan"u8 : value > 0 ? "inf"u8 : "-inf"u8, destination);
        }

        if (value == 0)
        {
            return Copy(double.IsNegative(value) ? "-0"u8 : "0"u8, destination);
        }

        if (Math.Abs(value) <= WholeMax && (long)value is var whole && whole == value)
        {
            return Utf8Formatter.TryFormat(whole, destination, out var length) ? length : 0;
        }

        return Place(value, destination);
    }

    /// <summary>Reads a number: decimal, with or without exponent, or inf, -inf, nan in any case.</summary>
    /// <returns>Whether it is one, and finite unless it says so.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, out double value)
    {
        if (Utf8Parser.TryParse(text, out value, out var consumed) && consumed == text.Length
            && text[^1] is >= (byte)'0' and <= (byte)'9' or (byte)'.')
        {
            return double.IsFinite(value);
        }

        var isNegative = text.Length > 0 && text[0] == (byte)'-';
        var word = text.Length > 0 && text[0] is (byte)'-' or (byte)'+' ? text[1..] : text;
        if (Ascii.EqualsIgnoreCase(word, "inf"u8))
        {
            value = isNegative ? double.NegativeInfinity : double.PositiveInfinity;
            return true;
        }

        value = double.NaN;
        return Ascii.EqualsIgnoreCase(word, "nan"u8);
    }

    private static int Place(double value, Span<byte> destination)
    {
        Span<byte> digits = stackalloc byte[DigitsMax];
        var count = Digits(Math.Abs(value), digits, out var exponent);
        digits = digits[..count];
        var at = 0;
        if (value < 0)
        {
            destination[at++] = (byte)'-';
        }

        var output = destination[at..];
        var magnitude = Math.Abs(exponent + count - 1);
        if (exponent >= 0 && magnitude < count + 7)
        {
            digits.CopyTo(output);
            output.Slice(count, exponent).Fill((byte)'0');
            return at + count + exponent;
        }

        return at + (exponent < 0 && (exponent > -7 || magnitude < 4)
            ? PlacePoint(digits, exponent, output)
            : PlaceExponent(digits, exponent + count - 1, output));
    }

    private static int PlacePoint(ReadOnlySpan<byte> digits, int exponent, Span<byte> output)
    {
        var whole = digits.Length + exponent;
        if (whole > 0)
        {
            digits[..whole].CopyTo(output);
            output[whole] = (byte)'.';
            digits[whole..].CopyTo(output[(whole + 1)..]);
            return digits.Length + 1;
        }

        "0."u8.CopyTo(output);
        output.Slice(2, -whole).Fill((byte)'0');
        digits.CopyTo(output[(2 - whole)..]);
        return 2 - whole + digits.Length;
    }

    private static int PlaceExponent(ReadOnlySpan<byte> digits, int exponent, Span<byte> output)
    {
        var at = 0;
        output[at++] = digits[0];
        if (digits.Length > 1)
        {
            output[at++] = (byte)'.';
            digits[1..].CopyTo(output[at..]);
            at += digits.Length - 1;
        }

        output[at++] = (byte)'e';
        output[at++] = exponent < 0 ? (byte)'-' : (byte)'+';
        var isFormatted = Utf8Formatter.TryFormat(Math.Abs(exponent), output[at..], out var length);
        Debug.Assert(isFormatted, "An exponent has at most three digits.");
        return at + length;
    }

    /// <summary>The shortest digits that read back as the number, without zeros at either end.</summary>
    /// <param name="value">A number greater than zero.</param>
    /// <param name="digits">Room for them.</param>
    /// <param name="exponent">The power of ten of the last digit.</param>
    /// <returns>How many digits there are.</returns>
    private static int Digits(double value, Span<byte> digits, out int exponent)
    {
        Span<byte> text = stackalloc byte[BytesMax];
        var isFormatted = Utf8Formatter.TryFormat(value, text, out var length);
        Debug.Assert(isFormatted, "The shortest form of a number takes at most 24 bytes.");
        var count = 0;
        var afterPoint = 0;
        var hasPoint = false;
        exponent = 0;
        for (var at = 0; at < length; at++)
        {
            if (text[at] == (byte)'E')
            {
                exponent = Utf8Parser.TryParse(text[(at + 1)..length], out int power, out _) ? power : 0;
                break;
            }

            if (text[at] == (byte)'.')
            {
                hasPoint = true;
                continue;
            }

            afterPoint += hasPoint ? 1 : 0;
            if (count > 0 || text[at] != (byte)'0')
            {
                digits[count++] = text[at];
            }
        }

        exponent -= afterPoint;
        while (digits[count - 1] == (byte)'0')
        {
            count--;
            exponent++;
        }

        return count;
    }

    private static int Copy(ReadOnlySpan<byte> text, Span<byte> destination)
    {
        text.CopyTo(destination);
        return text.Length;
    }
}
