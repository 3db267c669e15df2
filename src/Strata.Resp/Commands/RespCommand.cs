namespace Strata.Resp;

/// <summary>
/// A command as it was received. It looks into the bytes it was read from and into its reader, and is
/// valid until the reader is asked again or the bytes change.
/// </summary>
public readonly ref struct RespCommand
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly ReadOnlySpan<ArgumentRange> _arguments;

    internal RespCommand(ReadOnlySpan<byte> bytes, ReadOnlySpan<ArgumentRange> arguments, bool isInline)
    {
        _bytes = bytes;
        _arguments = arguments;
        IsInline = isInline;
    }

    /// <summary>How many arguments it has, its name included: at least 1.</summary>
    public int Count => _arguments.Length;

    /// <summary>Its first argument, such as <c>GET</c>, in the case the client wrote it.</summary>
    public ReadOnlySpan<byte> Name => this[0];

    /// <summary>Whether it came as a line of text, as a person types it, and not as an array.</summary>
    public bool IsInline { get; }

    /// <summary>An argument; 0 is the name.</summary>
    /// <param name="index">Which one, less than <see cref="Count"/>.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such argument.</exception>
    public ReadOnlySpan<byte> this[int index]
    {
        get
        {
            var range = _arguments[index];
            return _bytes.Slice(range.Start, range.Length);
        }
    }
}
