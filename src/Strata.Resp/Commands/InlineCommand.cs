namespace Strata.Resp;

/// <summary>
/// Splits a line into arguments by Redis's rules (<c>sdssplitargs</c> in sds.c), byte for byte.
/// </summary>
/// <remarks>
/// Blanks separate. A double quote begins a part where <c>\n \r \t \b \a</c> and <c>\xHH</c> stand for
/// bytes and any other escaped byte for itself; a single quote begins one where only <c>\'</c> does. A
/// quote may begin inside an argument, but its end ends the argument. A zero byte ends the line.
/// Vertical tabs and form feeds separate at the beginning of an argument and belong to it within, as
/// they do there.
/// </remarks>
internal static class InlineCommand
{
    /// <summary>Splits a line.</summary>
    /// <param name="line">The line without its end.</param>
    /// <param name="text">Room for the arguments' bytes, as long as the line.</param>
    /// <param name="arguments">Receives where in that room the arguments lie.</param>
    /// <returns>False if a quote has no end or something stands right behind it.</returns>
    public static bool TrySplit(ReadOnlySpan<byte> line, Span<byte> text, ref PooledList<ArgumentRange> arguments)
    {
        var at = 0;
        var written = 0;
        while (true)
        {
            while (IsBlank(At(line, at)))
            {
                at++;
            }

            if (At(line, at) == 0)
            {
                return true;
            }

            var start = written;
            if (!TryReadArgument(line, ref at, text, ref written))
            {
                return false;
            }

            arguments.Add(new ArgumentRange(start, written - start));
        }
    }

    private static bool TryReadArgument(ReadOnlySpan<byte> line, ref int at, Span<byte> text, ref int written)
    {
        while (true)
        {
            var one = At(line, at);
            switch (one)
            {
                case 0:
                    return true;
                case (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t':
                    at++;
                    return true;
                case (byte)'"':
                    at++;
                    return TryReadDoubleQuoted(line, ref at, text, ref written);
                case (byte)'\'':
                    at++;
                    return TryReadSingleQuoted(line, ref at, text, ref written);
                default:
                    text[written++] = one;
                    at++;
                    break;
            }
        }
    }

    private static bool TryReadDoubleQuoted(ReadOnlySpan<byte> line, ref int at, Span<byte> text, ref int written)
    {
        while (true)
        {
            var one = At(line, at++);
            var next = At(line, at);
            if (one == (byte)'\\' && next == (byte)'x' && IsHex(At(line, at + 1)) && IsHex(At(line, at + 2)))
            {
                text[written++] = (byte)((Hex(line[at + 1]) << 4) | Hex(line[at + 2]));
                at += 3;
            }
            else if (one == (byte)'\\' && next != 0)
            {
                text[written++] = Unescape(next);
                at++;
            }
            else if (one is (byte)'"' or 0)
            {
                return one != 0 && (next == 0 || IsBlank(next));
            }
            else
            {
                text[written++] = one;
            }
        }
    }

    private static bool TryReadSingleQuoted(ReadOnlySpan<byte> line, ref int at, Span<byte> text, ref int written)
    {
        while (true)
        {
            var one = At(line, at++);
            var next = At(line, at);
            if (one == (byte)'\\' && next == (byte)'\'')
            {
                text[written++] = next;
                at++;
            }
            else if (one is (byte)'\'' or 0)
            {
                return one != 0 && (next == 0 || IsBlank(next));
            }
            else
            {
                text[written++] = one;
            }
        }
    }

    private static byte At(ReadOnlySpan<byte> line, int at) => at < line.Length ? line[at] : (byte)0;

    private static bool IsBlank(byte one) => one is (byte)' ' or (>= (byte)'\t' and <= (byte)'\r');

    private static bool IsHex(byte one) => char.IsAsciiHexDigit((char)one);

    private static int Hex(byte one) => char.IsAsciiDigit((char)one) ? one - '0' : (one | 0x20) - 'a' + 10;

    private static byte Unescape(byte escaped) => escaped switch
    {
        (byte)'n' => (byte)'\n',
        (byte)'r' => (byte)'\r',
        (byte)'t' => (byte)'\t',
        (byte)'b' => (byte)'\b',
        (byte)'a' => (byte)'\a',
        _ => escaped,
    };
}
