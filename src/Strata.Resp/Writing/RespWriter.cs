using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;

namespace Strata.Resp;

/// <summary>
/// Writes RESP element by element: an aggregate is its header, followed by as many elements as the
/// header says. A writer of RESP2 writes what RESP3 only knows as Redis does for clients of RESP2.
/// Nothing is allocated, a big number as <see cref="BigInteger"/> apart. Not for several threads at
/// once.
/// </summary>
/// <remarks>
/// A command is an array of bulk strings in either version: <see cref="WriteCommand"/>, then each
/// argument with <see cref="WriteBulkString(ReadOnlySpan{byte})"/> or its likes. That the elements come
/// to what the headers announce is for the caller to see to.
/// </remarks>
public sealed class RespWriter
{
    // Up to here a string is written in one piece with its header and end; beyond, the output chooses the pieces.
    private const int WholeBytesMax = 8 * 1024;
    private const int HeaderBytesMax = 24;
    private const byte Cr = (byte)'\r';
    private const byte Lf = (byte)'\n';

    private readonly IBufferWriter<byte> _output;

    /// <summary>Makes a writer.</summary>
    /// <param name="output">Where the bytes go.</param>
    /// <param name="version">The version to begin with.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such version.</exception>
    public RespWriter(IBufferWriter<byte> output, RespVersion version = RespVersion.Resp2)
    {
        ArgumentNullException.ThrowIfNull(output);
        _output = output;
        Version = version;
    }

    /// <summary>The version that is written from now on; <c>HELLO</c> changes it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such version.</exception>
    public RespVersion Version
    {
        get;
        set => field = value is RespVersion.Resp2 or RespVersion.Resp3
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "RESP has the versions 2 and 3.");
    }

    private bool IsResp2 => Version == RespVersion.Resp2;

    /// <summary>Writes a line of text, such as <c>+OK</c>.</summary>
    /// <param name="text">Any bytes but CR and LF.</param>
    /// <exception cref="ArgumentException">The text holds CR or LF.</exception>
    public void WriteSimpleString(ReadOnlySpan<byte> text)
    {
        if (text.IndexOfAny(Cr, Lf) >= 0)
        {
            throw new ArgumentException("A simple string holds neither CR nor LF; write a bulk string.", nameof(text));
        }

        WriteLine((byte)'+', text);
    }

    /// <summary>Writes an error, <c>-</c>. CR and LF become blanks, as Redis writes them.</summary>
    /// <param name="text">The error's code and sentence, such as <c>ERR syntax error</c>.</param>
    public void WriteError(ReadOnlySpan<byte> text)
    {
        if (text.IndexOfAny(Cr, Lf) < 0)
        {
            WriteLine((byte)'-', text);
            return;
        }

        var line = ArrayPool<byte>.Shared.Rent(text.Length);
        var copy = line.AsSpan(0, text.Length);
        text.CopyTo(copy);
        copy.Replace(Cr, (byte)' ');
        copy.Replace(Lf, (byte)' ');
        WriteLine((byte)'-', copy);
        ArrayPool<byte>.Shared.Return(line);
    }

    /// <summary>Writes an error of UTF-8 text. CR and LF become blanks.</summary>
    /// <param name="text">The error's code and sentence.</param>
    public void WriteError(ReadOnlySpan<char> text)
    {
        var line = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        WriteError(line.AsSpan(0, Encoding.UTF8.GetBytes(text, line)));
        ArrayPool<byte>.Shared.Return(line);
    }

    /// <summary>Writes an error of any bytes, <c>!</c>; in RESP2 a simple error.</summary>
    /// <param name="text">The error's code and text.</param>
    public void WriteBulkError(ReadOnlySpan<byte> text)
    {
        if (IsResp2)
        {
            WriteError(text);
        }
        else
        {
            WriteCounted((byte)'!', text);
        }
    }

    /// <summary>Writes an integer, <c>:</c>.</summary>
    /// <param name="value">The integer.</param>
    public void WriteInteger(long value) => WriteNumberLine((byte)':', value);

    /// <summary>Writes a string of any bytes, <c>$</c>.</summary>
    /// <param name="value">The bytes.</param>
    public void WriteBulkString(ReadOnlySpan<byte> value) => WriteCounted((byte)'$', value);

    /// <summary>Writes a string of any bytes that may lie in several pieces, <c>$</c>.</summary>
    /// <param name="value">The bytes.</param>
    public void WriteBulkString(in ReadOnlySequence<byte> value)
    {
        if (value.IsSingleSegment)
        {
            WriteBulkString(value.FirstSpan);
            return;
        }

        WriteNumberLine((byte)'$', value.Length);
        foreach (var piece in value)
        {
            _output.Write(piece.Span);
        }

        _output.Write("\r\n"u8);
    }

    /// <summary>Writes characters as UTF-8, <c>$</c>. Null text is empty text.</summary>
    /// <param name="text">The characters; a lone surrogate becomes U+FFFD.</param>
    public void WriteBulkString(ReadOnlySpan<char> text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        if (length > WholeBytesMax)
        {
            WriteNumberLine((byte)'$', length);
            Encoding.UTF8.GetBytes(text, _output);
            _output.Write("\r\n"u8);
            return;
        }

        var span = _output.GetSpan(length + HeaderBytesMax);
        var at = FormatHeader(span, (byte)'$', length);
        at += Encoding.UTF8.GetBytes(text, span[at..]);
        EndLine(span, at);
    }

    /// <summary>
    /// Writes the decimal digits of an integer as a bulk string: what an argument of a command is.
    /// </summary>
    /// <param name="value">The integer.</param>
    public void WriteBulkInteger(long value)
    {
        Span<byte> digits = stackalloc byte[HeaderBytesMax];
        WriteCounted((byte)'$', digits[..FormatNumber(digits, value)]);
    }

    /// <summary>Writes a floating-point number as a bulk string, in the form Redis gives it.</summary>
    /// <param name="value">The number.</param>
    public void WriteBulkDouble(double value)
    {
        Span<byte> digits = stackalloc byte[RespDouble.BytesMax];
        WriteCounted((byte)'$', digits[..RespDouble.Format(value, digits)]);
    }

    /// <summary>Writes null, <c>_</c>; in RESP2 the null string <c>$-1</c>.</summary>
    public void WriteNull() => _output.Write(IsResp2 ? "$-1\r\n"u8 : "_\r\n"u8);

    /// <summary>Writes null in place of an array, <c>_</c>; in RESP2 the null array <c>*-1</c>.</summary>
    public void WriteNullArray() => _output.Write(IsResp2 ? "*-1\r\n"u8 : "_\r\n"u8);

    /// <summary>Writes true or false, <c>#</c>; in RESP2 the integer 1 or 0.</summary>
    /// <param name="value">The boolean.</param>
    public void WriteBoolean(bool value) => _output.Write((IsResp2, value) switch
    {
        (true, true) => ":1\r\n"u8,
        (true, false) => ":0\r\n"u8,
        (false, true) => "#t\r\n"u8,
        (false, false) => "#f\r\n"u8,
    });

    /// <summary>
    /// Writes a floating-point number, <c>,</c>; in RESP2 a bulk string. Its form is that of Redis
    /// since 7.2: the fewest digits that read back as the same number.
    /// </summary>
    /// <param name="value">The number; infinity is <c>inf</c>, not a number <c>nan</c>.</param>
    public void WriteDouble(double value)
    {
        if (IsResp2)
        {
            WriteBulkDouble(value);
            return;
        }

        var span = _output.GetSpan(RespDouble.BytesMax + 1 + RespHeader.LineEndBytes);
        span[0] = (byte)',';
        EndLine(span, 1 + RespDouble.Format(value, span[1..]));
    }

    /// <summary>Writes an integer of any size, <c>(</c>; in RESP2 a bulk string.</summary>
    /// <param name="value">The integer.</param>
    public void WriteBigNumber(BigInteger value) =>
        WriteBigNumber(Encoding.ASCII.GetBytes(value.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Writes an integer of any size, <c>(</c>; in RESP2 a bulk string.</summary>
    /// <param name="digits">Decimal digits, with or without a sign.</param>
    /// <exception cref="ArgumentException">It is not that.</exception>
    public void WriteBigNumber(ReadOnlySpan<byte> digits)
    {
        if (!HeaderParser.IsBigNumber(digits))
        {
            throw new ArgumentException("A big number is decimal digits, with or without a sign.", nameof(digits));
        }

        if (IsResp2)
        {
            WriteBulkString(digits);
        }
        else
        {
            WriteLine((byte)'(', digits);
        }
    }

    /// <summary>Writes a string for people, <c>=</c>; in RESP2 a bulk string without the format.</summary>
    /// <param name="format">What it holds, three bytes: <c>txt</c> or <c>mkd</c>.</param>
    /// <param name="text">The text.</param>
    /// <exception cref="ArgumentException">The format has not three bytes.</exception>
    public void WriteVerbatimString(ReadOnlySpan<byte> format, ReadOnlySpan<byte> text)
    {
        if (format.Length != ScalarText.VerbatimPrefixBytes - 1)
        {
            throw new ArgumentException($"A format has three bytes, not {format.Length}.", nameof(format));
        }

        if (IsResp2)
        {
            WriteBulkString(text);
            return;
        }

        WriteNumberLine((byte)'=', (long)text.Length + ScalarText.VerbatimPrefixBytes);
        _output.Write(format);
        _output.Write(":"u8);
        _output.Write(text);
        _output.Write("\r\n"u8);
    }

    /// <summary>Begins an array, <c>*</c>.</summary>
    /// <param name="items">How many elements follow.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public void WriteArrayHeader(int items) => WriteItemsHeader((byte)'*', (byte)'*', items, 1);

    /// <summary>Begins a map, <c>%</c>; in RESP2 an array of keys and values by turns.</summary>
    /// <param name="pairs">How many pairs follow, each a key and a value.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public void WriteMapHeader(int pairs) => WriteItemsHeader((byte)'%', (byte)'*', pairs, 2);

    /// <summary>Begins a set, <c>~</c>; in RESP2 an array.</summary>
    /// <param name="items">How many elements follow.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public void WriteSetHeader(int items) => WriteItemsHeader((byte)'~', (byte)'*', items, 1);

    /// <summary>
    /// Begins what is said unasked, <c>&gt;</c>; in RESP2 an array, as pub/sub messages are there.
    /// </summary>
    /// <param name="items">How many elements follow, its kind first.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public void WritePushHeader(int items) => WriteItemsHeader((byte)'>', (byte)'*', items, 1);

    /// <summary>Begins the attribute of the element that is written after its pairs, <c>|</c>.</summary>
    /// <param name="pairs">How many pairs follow, each a key and a value.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    /// <exception cref="InvalidOperationException">The version is RESP2, which has no attributes.</exception>
    public void WriteAttributeHeader(int pairs)
    {
        RequireResp3("attributes");
        WriteItemsHeader((byte)'|', (byte)'|', pairs, 1);
    }

    /// <summary>
    /// Begins a string whose length is not known yet, <c>$?</c>: parts follow, then its end.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// The version is RESP2, which has no streams.
    /// </exception>
    public void WriteStreamedStringHeader()
    {
        RequireResp3("streams");
        _output.Write("$?\r\n"u8);
    }

    /// <summary>
    /// Writes a part of a streamed string, <c>;</c>. An empty one would be its end, and is left out.
    /// </summary>
    /// <param name="part">The bytes.</param>
    /// <exception cref="InvalidOperationException">
    /// The version is RESP2, which has no streams.
    /// </exception>
    public void WriteStringPart(ReadOnlySpan<byte> part)
    {
        RequireResp3("streams");
        if (!part.IsEmpty)
        {
            WriteCounted((byte)';', part);
        }
    }

    /// <summary>Ends a streamed string, <c>;0</c>.</summary>
    /// <exception cref="InvalidOperationException">The version is RESP2, which has no streams.</exception>
    public void WriteStreamedStringEnd()
    {
        RequireResp3("streams");
        _output.Write(";0\r\n"u8);
    }

    /// <summary>
    /// Begins an array, map or set whose length is not known yet: elements follow, then its end.
    /// </summary>
    /// <param name="type">
    /// <see cref="RespType.Array"/>, <see cref="RespType.Map"/> or <see cref="RespType.Set"/>.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">It is another type.</exception>
    /// <exception cref="InvalidOperationException">
    /// The version is RESP2, which has no streams.
    /// </exception>
    public void WriteStreamedHeader(RespType type)
    {
        RequireResp3("streams");
        if (type is not (RespType.Array or RespType.Map or RespType.Set))
        {
            throw new ArgumentOutOfRangeException(nameof(type), type, "Only an array, a map or a set is streamed.");
        }

        _output.Write([(byte)type, (byte)'?', Cr, Lf]);
    }

    /// <summary>Ends a streamed array, map or set, <c>.</c>.</summary>
    /// <exception cref="InvalidOperationException">The version is RESP2, which has no streams.</exception>
    public void WriteStreamedEnd()
    {
        RequireResp3("streams");
        _output.Write(".\r\n"u8);
    }

    /// <summary>Begins a command and writes its name; the arguments follow as bulk strings.</summary>
    /// <param name="name">The name, such as <c>SET</c>.</param>
    /// <param name="arguments">How many arguments follow.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public void WriteCommand(ReadOnlySpan<byte> name, int arguments)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(arguments);
        WriteNumberLine((byte)'*', arguments + 1L);
        WriteBulkString(name);
    }

    /// <summary>
    /// Writes a value with all that belongs to it. In RESP2 an attribute is left out, and what it is
    /// about is written.
    /// </summary>
    /// <param name="value">The value.</param>
    /// <exception cref="ArgumentException">
    /// It is, or holds, the default of <see cref="RespValue"/>.
    /// </exception>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public void WriteValue(in RespValue value) => ValueWriter.Write(this, value);

    /// <summary>Writes bytes as they are: whole elements that were made before.</summary>
    /// <param name="elements">The bytes of the elements.</param>
    public void WriteRaw(ReadOnlySpan<byte> elements) => _output.Write(elements);

    private void WriteItemsHeader(byte type, byte typeInResp2, int count, int factorInResp2)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (IsResp2)
        {
            WriteNumberLine(typeInResp2, (long)count * factorInResp2);
        }
        else
        {
            WriteNumberLine(type, count);
        }
    }

    private void WriteCounted(byte type, ReadOnlySpan<byte> value)
    {
        if (value.Length > WholeBytesMax)
        {
            WriteNumberLine(type, value.Length);
            _output.Write(value);
            _output.Write("\r\n"u8);
            return;
        }

        var span = _output.GetSpan(value.Length + HeaderBytesMax);
        var at = FormatHeader(span, type, value.Length);
        value.CopyTo(span[at..]);
        EndLine(span, at + value.Length);
    }

    private void WriteLine(byte type, ReadOnlySpan<byte> text)
    {
        var span = _output.GetSpan(text.Length + 1 + RespHeader.LineEndBytes);
        span[0] = type;
        text.CopyTo(span[1..]);
        EndLine(span, 1 + text.Length);
    }

    private void WriteNumberLine(byte type, long number)
    {
        var span = _output.GetSpan(HeaderBytesMax);
        _output.Advance(FormatHeader(span, type, number));
    }

    private static int FormatHeader(Span<byte> span, byte type, long number)
    {
        span[0] = type;
        var at = 1 + FormatNumber(span[1..], number);
        span[at + 1] = Lf;
        span[at] = Cr;
        return at + RespHeader.LineEndBytes;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int FormatNumber(Span<byte> span, long number)
    {
        if ((ulong)number < 10)
        {
            span[0] = (byte)('0' + number);
            return 1;
        }

        return Utf8Formatter.TryFormat(number, span, out var length) ? length : 0;
    }

    private void EndLine(Span<byte> span, int at)
    {
        span[at + 1] = Lf;
        span[at] = Cr;
        _output.Advance(at + RespHeader.LineEndBytes);
    }

    private void RequireResp3(string what)
    {
        if (IsResp2)
        {
            throw new InvalidOperationException($"RESP2 has no {what}; the writer's version is RESP2.");
        }
    }
}
