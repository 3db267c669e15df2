using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;

namespace Strata.Resp;

/// <summary>
/// Reads RESP2 and RESP3 element by element: a scalar at once, an aggregate as its first line, after
/// which its items are read like any other element. Nothing is allocated, whatever is read.
/// </summary>
/// <remarks>
/// <para>
/// <see cref="TryRead"/> answers false when the element is not all there; nothing is passed then, and a
/// reader over more bytes from <see cref="Consumed"/> on continues, with the same answers however the
/// bytes were split. It looks at an incomplete element from its beginning each time, which costs a few
/// nanoseconds, since a string is skipped by its length; to wait for a whole reply, use
/// <see cref="RespFrameScanner"/>.
/// </para>
/// <para>
/// A reader knows single elements, not where each may stand: it reads <c>.</c> outside a stream.
/// Replies which a scanner found have been checked for that.
/// </para>
/// </remarks>
public ref struct RespReader
{
    private readonly RespLimits _limits;
    private RespCursor _cursor;
    private RespHeader _header;
    private ReadOnlySpan<byte> _value;
    private ReadOnlySequence<byte> _splitValue;
    private int _verbatimFormat;

    /// <summary>Makes a reader over bytes in one piece.</summary>
    /// <param name="bytes">The bytes, beginning with an element.</param>
    /// <param name="limits">What is accepted; null means <see cref="RespLimits.Default"/>.</param>
    public RespReader(ReadOnlySpan<byte> bytes, RespLimits? limits = null)
    {
        _limits = limits ?? RespLimits.Default;
        _cursor = new RespCursor(bytes);
    }

    /// <summary>Makes a reader.</summary>
    /// <param name="bytes">The bytes, beginning with an element.</param>
    /// <param name="limits">What is accepted; null means <see cref="RespLimits.Default"/>.</param>
    public RespReader(in ReadOnlySequence<byte> bytes, RespLimits? limits = null)
    {
        _limits = limits ?? RespLimits.Default;
        _cursor = new RespCursor(bytes);
    }

    /// <summary>The bytes of the elements read so far.</summary>
    public readonly long Consumed => _cursor.Position;

    /// <summary>Whether all bytes were read.</summary>
    public readonly bool IsAtEnd => _cursor.Remaining == 0;

    /// <summary>
    /// After an answer of false, how many bytes at least are missing: exact for a string whose length
    /// is known, else 1.
    /// </summary>
    public long BytesNeeded { get; private set; }

    /// <summary>The kind of the element read last; <see cref="RespType.None"/> before the first.</summary>
    public readonly RespType Type => _header.Type;

    /// <summary>
    /// Whether it is null: <c>_</c>, or in RESP2 <c>$-1</c> or <c>*-1</c>, whose <see cref="Type"/>
    /// says which.
    /// </summary>
    public readonly bool IsNull => _header.Shape == RespShape.Null;

    /// <summary>Whether it is an error, of one line or of any bytes.</summary>
    public readonly bool IsError => Type is RespType.Error or RespType.BulkError;

    /// <summary>Whether items belong to it: an array, map, set, push or attribute that is not null.</summary>
    public readonly bool IsAggregate => _header.IsAggregate;

    /// <summary>
    /// Whether its length is not known yet: a bulk string whose parts follow, or an aggregate whose
    /// items end with <see cref="RespType.StreamEnd"/>.
    /// </summary>
    public readonly bool IsStreamed => _header.Shape == RespShape.Stream;

    /// <summary>
    /// How many elements belong to it, keys and values counted each; 0 for what is no aggregate, and -1
    /// if it is streamed. An attribute before an item counts as none. It is what was announced: set
    /// aside no memory for it.
    /// </summary>
    public readonly int ItemCount => _header.Shape switch
    {
        RespShape.Items => (int)_header.Number,
        RespShape.Stream => -1,
        _ => 0,
    };

    /// <summary>
    /// Whether its text lies in several pieces of the sequence, so that there is no
    /// <see cref="ValueSpan"/>. Never over bytes in one piece.
    /// </summary>
    public bool IsSplit { get; private set; }

    /// <summary>The bytes of its text, which is the value of a scalar without what frames it.</summary>
    public readonly int ValueLength => IsSplit ? (int)_splitValue.Length : _value.Length;

    /// <summary>
    /// Its text in the bytes that are read: what a string holds (a verbatim one without its format),
    /// the digits of a number, <c>t</c> or <c>f</c>. Empty for null and aggregates.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// <see cref="IsSplit"/>: use <see cref="ValueSequence"/> or a copy.
    /// </exception>
    public readonly ReadOnlySpan<byte> ValueSpan => IsSplit
        ? throw new InvalidOperationException("The value lies in several pieces; take ValueSequence or CopyValueTo.")
        : _value;

    /// <summary>Its text if <see cref="IsSplit"/>, else empty.</summary>
    public readonly ReadOnlySequence<byte> ValueSequence => IsSplit ? _splitValue : default;

    /// <summary>
    /// What a verbatim string holds, three characters: <c>txt</c> for text, <c>mkd</c> for Markdown.
    /// Empty for any other element.
    /// </summary>
    public readonly string VerbatimFormat => ScalarText.FormatName(_verbatimFormat);

    /// <summary>Reads the next element if it is all there.</summary>
    /// <returns>Whether it was read; else <see cref="BytesNeeded"/> says how much is missing.</returns>
    /// <exception cref="RespProtocolException">The bytes are no element, or go beyond a limit.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRead()
    {
        if (!_cursor.TryPeekHeader(_limits, out var header))
        {
            BytesNeeded = 1;
            return false;
        }

        var piece = _cursor.Piece;
        if (header.ElementBytes > piece.Length || header.Type == RespType.VerbatimString)
        {
            return TryReadRare(header);
        }

        if (header.Shape == RespShape.Payload)
        {
            var end = piece.Slice(header.Length + (int)header.Number, RespHeader.LineEndBytes);
            if (end[0] != (byte)'\r' || end[1] != (byte)'\n')
            {
                _cursor.CheckPayload(header);
            }

            _value = piece.Slice(header.Length, (int)header.Number);
        }
        else
        {
            _value = header.Shape == RespShape.Line
                ? piece.Slice(1, header.Length - 1 - RespHeader.LineEndBytes)
                : default;
        }

        IsSplit = false;
        _verbatimFormat = 0;
        _header = header;
        _cursor.Advance(header.ElementBytes);
        return true;
    }

    /// <summary>Reads the next element, which is known to be there.</summary>
    /// <exception cref="RespProtocolException">
    /// It is not all there, is no element, or goes beyond a limit.
    /// </exception>
    public void Read()
    {
        if (!TryRead())
        {
            Refusal.Because($"The input ends inside an element; {BytesNeeded} or more bytes are missing", Consumed);
        }
    }

    /// <summary>
    /// Passes over all that belongs to the element read last: the items of an aggregate, the parts of a
    /// streamed string. That element stays the one read last.
    /// </summary>
    /// <returns>Whether all of it was there; if not, nothing is passed.</returns>
    /// <exception cref="RespProtocolException">
    /// The bytes are not RESP, or go beyond a limit.
    /// </exception>
    public bool TrySkipItems()
    {
        if (_header.Shape != RespShape.Stream && ItemCount == 0)
        {
            return true;
        }

        var before = this;
        var nesting = default(Nesting);
        try
        {
            // The pairs of an attribute are skipped, not the element they are about.
            var header = Type == RespType.Attribute ? _header with { Type = RespType.Map } : _header;
            while (!nesting.Take(header, _limits, Consumed))
            {
                if (!TryRead())
                {
                    var needed = BytesNeeded;
                    this = before;
                    BytesNeeded = needed;
                    return false;
                }

                header = _header;
            }
        }
        finally
        {
            nesting.Clear();
        }

        var cursor = _cursor;
        this = before;
        _cursor = cursor;
        return true;
    }

    /// <summary>Copies its text.</summary>
    /// <param name="destination">At least <see cref="ValueLength"/> bytes.</param>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    public readonly void CopyValueTo(Span<byte> destination)
    {
        if (IsSplit)
        {
            _splitValue.CopyTo(destination);
        }
        else
        {
            _value.CopyTo(destination);
        }
    }

    /// <summary>A copy of its text.</summary>
    public readonly byte[] ToArray() => IsSplit ? _splitValue.ToArray() : _value.ToArray();

    /// <summary>
    /// Its text as UTF-8; what is not is replaced by U+FFFD. Empty for null and aggregates.
    /// </summary>
    public readonly string GetString() =>
        IsSplit ? Encoding.UTF8.GetString(_splitValue) : Encoding.UTF8.GetString(_value);

    /// <summary>Whether its text is these bytes.</summary>
    /// <param name="expected">The bytes to compare with.</param>
    public readonly bool ValueEquals(ReadOnlySpan<byte> expected)
    {
        if (!IsSplit)
        {
            return _value.SequenceEqual(expected);
        }

        if (_splitValue.Length != expected.Length)
        {
            return false;
        }

        foreach (var piece in _splitValue)
        {
            if (!expected.StartsWith(piece.Span))
            {
                return false;
            }

            expected = expected[piece.Length..];
        }

        return true;
    }

    /// <summary>
    /// It as an integer: one on the wire, or a string or big number that is a decimal number of 64
    /// bits.
    /// </summary>
    /// <param name="value">The integer, or 0.</param>
    /// <returns>Whether it is one.</returns>
    public readonly bool TryGetInt64(out long value)
    {
        Span<byte> copy = stackalloc byte[ScalarText.NumberBytesMax];
        return ScalarText.TryGetInt64(Type, _header.Number, NumberText(copy), out value);
    }

    /// <summary>
    /// It as a number: a double or integer on the wire, or a string that is one, as Redis writes them.
    /// </summary>
    /// <param name="value">The number, or 0.</param>
    /// <returns>Whether it is one.</returns>
    public readonly bool TryGetDouble(out double value)
    {
        Span<byte> copy = stackalloc byte[ScalarText.NumberBytesMax];
        return ScalarText.TryGetDouble(Type, _header.Number, NumberText(copy), out value);
    }

    /// <summary>It as true or false: a boolean, or what RESP2 sends for one, the integers 1 and 0.</summary>
    /// <param name="value">The boolean, or false.</param>
    /// <returns>Whether it is one.</returns>
    public readonly bool TryGetBoolean(out bool value) => ScalarText.TryGetBoolean(Type, _header.Number, out value);

    /// <summary>
    /// It as an integer of any size: a big number or integer on the wire, or a string of decimal
    /// digits.
    /// </summary>
    /// <param name="value">The integer, or 0.</param>
    /// <returns>Whether it is one.</returns>
    public readonly bool TryGetBigInteger(out BigInteger value)
    {
        value = default;
        return !IsAggregate && ScalarText.TryGetBigInteger(Type, GetString(), out value);
    }

    internal readonly RespHeader Header => _header;

    internal readonly RespLimits Limits => _limits;

    /// <summary>The bytes of its text, those of the format of a verbatim string included.</summary>
    internal readonly int TextLength =>
        ValueLength + (Type == RespType.VerbatimString ? ScalarText.VerbatimPrefixBytes : 0);

    /// <summary>Copies its text, the format of a verbatim string included.</summary>
    internal readonly void CopyTextTo(Span<byte> destination)
    {
        if (Type == RespType.VerbatimString)
        {
            ScalarText.UnpackFormat(_verbatimFormat, destination);
            destination = destination[ScalarText.VerbatimPrefixBytes..];
        }

        CopyValueTo(destination);
    }

    /// <summary>Reads an element that crosses pieces, is not all there, or begins with a format.</summary>
    private bool TryReadRare(in RespHeader header)
    {
        if (_cursor.Remaining < header.ElementBytes)
        {
            BytesNeeded = header.ElementBytes - _cursor.Remaining;
            return false;
        }

        var (start, length) = header.Shape switch
        {
            RespShape.Payload => (header.Length, (int)header.Number),
            RespShape.Line => (1, header.Length - 1 - RespHeader.LineEndBytes),
            _ => (0, 0),
        };
        if (header.Shape == RespShape.Payload)
        {
            _cursor.CheckPayload(header);
        }

        _verbatimFormat = 0;
        if (header.Type == RespType.VerbatimString)
        {
            Span<byte> format = stackalloc byte[ScalarText.VerbatimPrefixBytes];
            _cursor.CopyTo(start, format);
            _verbatimFormat = ScalarText.PackFormat(format);
            start += format.Length;
            length -= format.Length;
        }

        TakeValue(start, length);
        _header = header;
        _cursor.Advance(header.ElementBytes);
        return true;
    }

    private void TakeValue(int start, int length)
    {
        var piece = _cursor.Piece;
        IsSplit = false;
        if (length == 0)
        {
            _value = default;
        }
        else if (start + length <= piece.Length)
        {
            _value = piece.Slice(start, length);
        }
        else
        {
            _splitValue = _cursor.Sequence(start, length);
            _value = _splitValue.IsSingleSegment ? _splitValue.FirstSpan : default;
            IsSplit = !_splitValue.IsSingleSegment;
        }
    }

    private readonly ReadOnlySpan<byte> NumberText(Span<byte> copy)
    {
        if (!IsSplit || ValueLength > copy.Length)
        {
            return _value;
        }

        _splitValue.CopyTo(copy);
        return copy[..ValueLength];
    }
}
