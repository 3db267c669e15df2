using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace Strata.Resp;

/// <summary>
/// An element with all that belongs to it, copied out of the bytes it was read from. A number, a
/// boolean and null need no memory of their own, a string that stands alone one array, and a whole tree
/// two pieces of pooled memory.
/// </summary>
/// <remarks>
/// Dispose the value that was read, once its items are no longer used: they share its memory, and using
/// one later throws <see cref="ObjectDisposedException"/>. Disposing twice, or what holds no pooled
/// memory, does nothing. What is forgotten is left to the garbage collector.
/// </remarks>
public readonly struct RespValue : IEquatable<RespValue>, IDisposable
{
    private const int ShownBytesMax = 64;

    // A tree, or an array that is this value's own: its bytes, or its items.
    private readonly object? _memory;

    // The number of a scalar; else where its bytes or items begin.
    private readonly long _number;
    private readonly int _length;
    private readonly ValueFlags _flags;

    internal RespValue(RespType type, ValueFlags flags, object? memory, long number, int length)
    {
        Type = type;
        _flags = flags;
        _memory = memory;
        _number = number;
        _length = length;
    }

    /// <summary>Null as RESP3 writes it, <c>_</c>.</summary>
    public static RespValue Null => new(RespType.Null, ValueFlags.Null, null, 0, 0);

    /// <summary>Null as RESP2 writes it in place of a string, <c>$-1</c>.</summary>
    public static RespValue NullString => new(RespType.BulkString, ValueFlags.Null, null, 0, 0);

    /// <summary>Null as RESP2 writes it in place of an array, <c>*-1</c>.</summary>
    public static RespValue NullArray => new(RespType.Array, ValueFlags.Null, null, 0, 0);

    /// <summary>
    /// The kind of element; <see cref="RespType.None"/> for the default of this structure. A streamed
    /// string or aggregate has become a plain one.
    /// </summary>
    public RespType Type { get; }

    /// <summary>Whether it is null, whichever way it was written.</summary>
    public bool IsNull => (_flags & ValueFlags.Null) != 0;

    /// <summary>Whether it is an error.</summary>
    public bool IsError => Type is RespType.Error or RespType.BulkError;

    /// <summary>
    /// What a string, error or big number holds; empty for anything else. A verbatim string is without
    /// its format.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The value it was part of was disposed.</exception>
    public ReadOnlySpan<byte> Bytes => Type == RespType.VerbatimString ? Text[ScalarText.VerbatimPrefixBytes..] : Text;

    /// <summary>
    /// The items of an array, set or push; keys and values by turns of a map, or of the attribute if it
    /// is one. Empty for anything else.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The value it was part of was disposed.</exception>
    public ReadOnlySpan<RespValue> Items => Type == RespType.Attribute ? Children[0].Children : Children;

    /// <summary>What an attribute is about; for anything else the value itself.</summary>
    /// <exception cref="ObjectDisposedException">The value it was part of was disposed.</exception>
    public RespValue WithoutAttribute => Type == RespType.Attribute ? Children[1].WithoutAttribute : this;

    /// <summary>
    /// What a verbatim string holds, three characters such as <c>txt</c>; empty for anything else.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The value it was part of was disposed.</exception>
    public string VerbatimFormat =>
        Type == RespType.VerbatimString ? ScalarText.FormatName(ScalarText.PackFormat(Text)) : "";

    internal bool IsPending => (_flags & ValueFlags.Pending) != 0;

    internal RespValue Attributed => Children[1];

    internal long Number => _number;

    internal ReadOnlySpan<byte> VerbatimFormatBytes => Text[..(ScalarText.VerbatimPrefixBytes - 1)];

    private bool IsDisposed => _memory is RespTree { IsReleased: true };

    private ReadOnlySpan<byte> Text => IsNull || !ScalarText.IsHeldBy(Type) ? default : _memory switch
    {
        RespTree tree => tree.Bytes(_number, _length),
        byte[] own => own,
        _ => default,
    };

    private ReadOnlySpan<RespValue> Children => IsNull || !IsAggregateType(Type) ? default : _memory switch
    {
        RespTree tree => tree.Values(_number, _length),
        RespValue[] own => own,
        _ => default,
    };

    /// <summary>Reads the next element with all that belongs to it.</summary>
    /// <param name="reader">The reader, which passes over it.</param>
    /// <param name="keepAttributes">
    /// Whether attributes become values; else they are passed over.
    /// </param>
    /// <exception cref="RespProtocolException">
    /// It is not RESP, goes beyond a limit, or is not all there.
    /// </exception>
    public static RespValue Read(ref RespReader reader, bool keepAttributes = false)
    {
        var builder = new TreeBuilder(keepAttributes);
        return builder.Read(ref reader);
    }

    /// <summary>Reads one element with all that belongs to it.</summary>
    /// <param name="bytes">The element, and nothing behind it.</param>
    /// <param name="limits">What is accepted; null means <see cref="RespLimits.Default"/>.</param>
    /// <param name="keepAttributes">Whether attributes become values; else they are passed over.</param>
    /// <exception cref="RespProtocolException">
    /// It is not RESP, goes beyond a limit, is not all there, or something follows.
    /// </exception>
    public static RespValue Parse(ReadOnlySpan<byte> bytes, RespLimits? limits = null, bool keepAttributes = false)
    {
        var reader = new RespReader(bytes, limits);
        return ReadAll(ref reader, keepAttributes);
    }

    /// <summary>Reads one element with all that belongs to it.</summary>
    /// <param name="bytes">The element, and nothing behind it.</param>
    /// <param name="limits">What is accepted; null means <see cref="RespLimits.Default"/>.</param>
    /// <param name="keepAttributes">Whether attributes become values; else they are passed over.</param>
    /// <exception cref="RespProtocolException">
    /// It is not RESP, goes beyond a limit, is not all there, or something follows.
    /// </exception>
    public static RespValue Parse(
        in ReadOnlySequence<byte> bytes, RespLimits? limits = null, bool keepAttributes = false)
    {
        var reader = new RespReader(bytes, limits);
        return ReadAll(ref reader, keepAttributes);
    }

    /// <summary>Makes an integer.</summary>
    /// <param name="value">The integer.</param>
    public static RespValue FromInteger(long value) => new(RespType.Integer, ValueFlags.None, null, value, 0);

    /// <summary>Makes a floating-point number.</summary>
    /// <param name="value">The number.</param>
    public static RespValue FromDouble(double value) =>
        new(RespType.Double, ValueFlags.None, null, BitConverter.DoubleToInt64Bits(value), 0);

    /// <summary>Makes true or false.</summary>
    /// <param name="value">The boolean.</param>
    public static RespValue FromBoolean(bool value) =>
        new(RespType.Boolean, ValueFlags.None, null, value ? 1 : 0, 0);

    /// <summary>Makes a string, an error or a big number from a copy of bytes.</summary>
    /// <param name="type">
    /// <see cref="RespType.SimpleString"/>, <see cref="RespType.Error"/>, <see cref="RespType.BulkString"/>,
    /// <see cref="RespType.BulkError"/> or <see cref="RespType.BigNumber"/>.
    /// </param>
    /// <param name="text">What it holds.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is another type.</exception>
    /// <exception cref="ArgumentException">
    /// A simple string or error with CR or LF, or a big number that is not decimal digits.
    /// </exception>
    public static RespValue FromText(RespType type, ReadOnlySpan<byte> text)
    {
        if (!ScalarText.IsHeldBy(type) || type == RespType.VerbatimString)
        {
            throw new ArgumentOutOfRangeException(nameof(type), type, "Text is a string, an error or a big number.");
        }

        var isLine = type is RespType.SimpleString or RespType.Error;
        if ((isLine && text.IndexOfAny((byte)'\r', (byte)'\n') >= 0)
            || (type == RespType.BigNumber && !HeaderParser.IsBigNumber(text)))
        {
            throw new ArgumentException(
                isLine ? "A line holds neither CR nor LF." : "A big number is decimal digits.", nameof(text));
        }

        return new RespValue(type, ValueFlags.None, text.ToArray(), 0, text.Length);
    }

    /// <summary>Makes a verbatim string from a copy of bytes.</summary>
    /// <param name="format">What it holds, three bytes: <c>txt</c> or <c>mkd</c>.</param>
    /// <param name="text">The text.</param>
    /// <exception cref="ArgumentException">The format has not three bytes.</exception>
    public static RespValue FromVerbatim(ReadOnlySpan<byte> format, ReadOnlySpan<byte> text)
    {
        if (format.Length != ScalarText.VerbatimPrefixBytes - 1)
        {
            throw new ArgumentException($"A format has three bytes, not {format.Length}.", nameof(format));
        }

        byte[] whole = [.. format, (byte)':', .. text];
        return new RespValue(RespType.VerbatimString, ValueFlags.None, whole, 0, whole.Length);
    }

    /// <summary>Makes an aggregate of a copy of its items.</summary>
    /// <param name="type">
    /// <see cref="RespType.Array"/>, <see cref="RespType.Map"/>, <see cref="RespType.Set"/> or
    /// <see cref="RespType.Push"/>.
    /// </param>
    /// <param name="items">The items; keys and values by turns of a map.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is another type.</exception>
    /// <exception cref="ArgumentException">A map of an odd number of items.</exception>
    public static RespValue FromItems(RespType type, params ReadOnlySpan<RespValue> items)
    {
        if (!IsAggregateType(type) || type == RespType.Attribute)
        {
            throw new ArgumentOutOfRangeException(
                nameof(type), type, "An aggregate is an array, a map, a set or a push.");
        }

        if (type == RespType.Map && items.Length % 2 != 0)
        {
            throw new ArgumentException("A map has a value for every key.", nameof(items));
        }

        return new RespValue(type, ValueFlags.None, items.ToArray(), 0, items.Length);
    }

    /// <summary>Makes a value with an attribute.</summary>
    /// <param name="about">What the attribute is about.</param>
    /// <param name="pairs">Keys and values by turns.</param>
    /// <exception cref="ArgumentException">An odd number of them.</exception>
    public static RespValue FromAttribute(RespValue about, params ReadOnlySpan<RespValue> pairs) =>
        new(RespType.Attribute, ValueFlags.None, new[] { FromItems(RespType.Map, pairs), about }, 0, 2);

    /// <summary>Whether two values are of one type and hold the same.</summary>
    /// <param name="left">A value.</param>
    /// <param name="right">Another.</param>
    public static bool operator ==(RespValue left, RespValue right) => left.Equals(right);

    /// <summary>Whether two values differ in type or in what they hold.</summary>
    /// <param name="left">A value.</param>
    /// <param name="right">Another.</param>
    public static bool operator !=(RespValue left, RespValue right) => !left.Equals(right);

    /// <summary>
    /// What it holds as text: UTF-8 of a string or error, where U+FFFD stands for what is none; digits
    /// of a number; <c>true</c> or <c>false</c>. Empty for null and aggregates.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The value it was part of was disposed.</exception>
    public string GetString()
    {
        switch (Type)
        {
            case RespType.Integer:
                return _number.ToString(CultureInfo.InvariantCulture);
            case RespType.Double:
                Span<byte> text = stackalloc byte[RespDouble.BytesMax];
                return Encoding.ASCII.GetString(
                    text[..RespDouble.Format(BitConverter.Int64BitsToDouble(_number), text)]);
            case RespType.Boolean:
                return _number == 1 ? "true" : "false";
            default:
                return Encoding.UTF8.GetString(Bytes);
        }
    }

    /// <inheritdoc cref="RespReader.TryGetInt64"/>
    /// <exception cref="ObjectDisposedException">The value it was part of was disposed.</exception>
    public bool TryGetInt64(out long value) => ScalarText.TryGetInt64(Type, _number, Bytes, out value);

    /// <inheritdoc cref="RespReader.TryGetDouble"/>
    /// <exception cref="ObjectDisposedException">The value it was part of was disposed.</exception>
    public bool TryGetDouble(out double value) => ScalarText.TryGetDouble(Type, _number, Bytes, out value);

    /// <inheritdoc cref="RespReader.TryGetBoolean"/>
    public bool TryGetBoolean(out bool value) => ScalarText.TryGetBoolean(Type, _number, out value);

    /// <inheritdoc cref="RespReader.TryGetBigInteger"/>
    /// <exception cref="ObjectDisposedException">The value it was part of was disposed.</exception>
    public bool TryGetBigInteger(out BigInteger value) => ScalarText.TryGetBigInteger(Type, GetString(), out value);

    /// <inheritdoc/>
    public bool Equals(RespValue other)
    {
        if (Type != other.Type || IsNull != other.IsNull)
        {
            return false;
        }

        if (IsAggregateType(Type))
        {
            return Children.SequenceEqual(other.Children);
        }

        return ScalarText.IsHeldBy(Type) ? Text.SequenceEqual(other.Text) : _number == other._number;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is RespValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.Add(Type);
        hash.AddBytes(Text);
        hash.Add(ScalarText.IsHeldBy(Type) || IsAggregateType(Type) ? Children.Length : _number);
        foreach (var item in Children)
        {
            hash.Add(item);
        }

        return hash.ToHashCode();
    }

    /// <summary>
    /// Type and size, and of a string at most 64 bytes, for people who look for a fault. It never throws.
    /// </summary>
    public override string ToString()
    {
        if (IsNull)
        {
            return $"{Type} null";
        }

        if (IsAggregateType(Type))
        {
            return $"{Type} of {(Type == RespType.Attribute ? "a value" : _length + " items")}";
        }

        if (!ScalarText.IsHeldBy(Type))
        {
            return $"{Type} {GetString()}";
        }

        return IsDisposed ? $"{Type} disposed" : $"{Type} of {Bytes.Length} bytes: {Shown(Bytes)}";
    }

    /// <summary>
    /// Gives back the memory of the tree this value is the outermost of; else does nothing.
    /// </summary>
    public void Dispose()
    {
        if ((_flags & ValueFlags.Owner) != 0)
        {
            ((RespTree)_memory!).Release();
        }
    }

    /// <summary>
    /// The element read last as a value of its own: a scalar, null, or an aggregate without items.
    /// </summary>
    internal static RespValue Scalar(in RespReader reader)
    {
        var header = reader.Header;
        if (reader.IsNull)
        {
            return new RespValue(header.Type, ValueFlags.Null, null, 0, 0);
        }

        if (!ScalarText.IsHeldBy(header.Type))
        {
            return new RespValue(header.Type, ValueFlags.None, null, header.Number, 0);
        }

        var text = new byte[reader.TextLength];
        reader.CopyTextTo(text);
        return new RespValue(header.Type, ValueFlags.None, text, 0, text.Length);
    }

    internal bool IsIn(RespTree tree) => ReferenceEquals(_memory, tree);

    internal RespValue AsOwner() => new(Type, _flags | ValueFlags.Owner, _memory, _number, _length);

    /// <summary>The pairs of an attribute, without what they are about.</summary>
    internal RespValue AsMap() => new(RespType.Map, ValueFlags.None, _memory, _number, _length);

    private static RespValue ReadAll(ref RespReader reader, bool keepAttributes)
    {
        var value = Read(ref reader, keepAttributes);
        if (!reader.IsAtEnd)
        {
            value.Dispose();
            Refusal.Because("Bytes behind the element", reader.Consumed);
        }

        return value;
    }

    private static bool IsAggregateType(RespType type) =>
        type is RespType.Array or RespType.Map or RespType.Set or RespType.Push or RespType.Attribute;

    private static string Shown(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder().Append('"');
        foreach (var one in bytes[..Math.Min(bytes.Length, ShownBytesMax)])
        {
            text.Append(one is >= 0x20 and < 0x7F and not (byte)'"' and not (byte)'\\'
                ? ((char)one).ToString()
                : $"\\x{one:x2}");
        }

        return text.Append('"').Append(bytes.Length > ShownBytesMax ? "…" : "").ToString();
    }
}
