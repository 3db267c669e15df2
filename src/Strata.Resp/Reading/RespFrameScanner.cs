using System.Buffers;

namespace Strata.Resp;

/// <summary>
/// Finds where the next whole reply ends, while its bytes arrive. One for each connection; not for
/// several threads at once.
/// </summary>
/// <remarks>
/// <para>
/// The buffer always begins with the same reply, and grows from call to call; the scanner remembers how
/// far it came, so that each byte of structure is read once and a payload is skipped by its length.
/// After a whole reply was found, the next call begins anew: hand it the buffer from that reply's end
/// on. An attribute is part of the reply it stands before; a push is a reply of its own.
/// </para>
/// <para>
/// What it found is well-formed throughout: a <see cref="RespReader"/> with the same limits will read
/// it without an error. Once an exception was thrown, the scanner must not be used any more.
/// </para>
/// </remarks>
public sealed class RespFrameScanner
{
    private readonly RespLimits _limits;
    private Nesting _nesting;

    // Where the element begins that is read next, and up to where bytes are wanted before it is worth a look.
    private long _scanned;
    private long _wanted;

    // How many bytes of a long line, from that element on, hold no end of it.
    private long _lineSearched;

    /// <summary>Makes a scanner at the beginning of a reply.</summary>
    /// <param name="limits">What is accepted; null means <see cref="RespLimits.Default"/>.</param>
    public RespFrameScanner(RespLimits? limits = null) => _limits = limits ?? RespLimits.Default;

    /// <summary>
    /// After an answer of false, how many more bytes must arrive before a further call can find an end,
    /// at least 1. It is exact inside a string, whose length is known, and a lower bound elsewhere.
    /// </summary>
    public long BytesNeeded { get; private set; } = 1;

    /// <summary>Looks for the end of the reply at the beginning of a buffer in one piece.</summary>
    /// <param name="buffer">The reply from its first byte on, as far as it has arrived.</param>
    /// <param name="length">The length of the whole reply.</param>
    /// <returns>Whether the whole reply is there.</returns>
    /// <exception cref="RespProtocolException">It is not RESP, or goes beyond a limit.</exception>
    public bool TryScan(ReadOnlySpan<byte> buffer, out int length)
    {
        length = 0;
        if (buffer.Length < _wanted)
        {
            BytesNeeded = _wanted - buffer.Length;
            return false;
        }

        var cursor = new RespCursor(buffer);
        var isWhole = TryScan(ref cursor, out var whole);
        length = (int)whole;
        return isWhole;
    }

    /// <summary>Looks for the end of the reply at the beginning of a buffer.</summary>
    /// <param name="buffer">The reply from its first byte on, as far as it has arrived.</param>
    /// <param name="length">The length of the whole reply.</param>
    /// <returns>Whether the whole reply is there.</returns>
    /// <exception cref="RespProtocolException">It is not RESP, or goes beyond a limit.</exception>
    public bool TryScan(in ReadOnlySequence<byte> buffer, out long length)
    {
        length = 0;
        if (buffer.Length < _wanted)
        {
            BytesNeeded = _wanted - buffer.Length;
            return false;
        }

        var cursor = new RespCursor(buffer);
        return TryScan(ref cursor, out length);
    }

    /// <summary>Forgets the reply that was begun, and gives its memory back.</summary>
    public void Reset()
    {
        _nesting.Clear();
        Begin();
        BytesNeeded = 1;
    }

    private bool TryScan(ref RespCursor cursor, out long length)
    {
        length = 0;
        cursor.Advance(_scanned);
        while (IsLinePossible(ref cursor) && cursor.TryPeekHeader(_limits, out var header))
        {
            var end = _scanned + header.ElementBytes;
            Refusal.IfFrameIsTooLong(end, _limits, _scanned);
            if (cursor.Remaining < header.ElementBytes)
            {
                return WaitUntil(end, cursor.Remaining);
            }

            if (header.Shape == RespShape.Payload)
            {
                cursor.CheckPayload(header);
            }

            var isWhole = _nesting.Take(header, _limits, _scanned);
            cursor.Advance(header.ElementBytes);
            _scanned = end;
            _lineSearched = 0;
            if (isWhole)
            {
                length = end;
                Begin();
                return true;
            }
        }

        return WaitForLine(ref cursor);
    }

    /// <summary>
    /// Whether the line ahead may have its end here: false where only new bytes need be searched, in
    /// vain.
    /// </summary>
    private bool IsLinePossible(ref RespCursor cursor) =>
        _lineSearched == 0
        || cursor.Remaining > _limits.LineBytesMax
        || cursor.IndexOfLineEnd(_lineSearched) >= 0;

    private bool WaitForLine(ref RespCursor cursor)
    {
        var available = cursor.Remaining;
        if (available > HeaderParser.NumberLineBytesMax)
        {
            // The last byte may be a CR that waits for its LF: it is looked at again.
            _lineSearched = available - 1;
        }

        return WaitUntil(_scanned + available + 1, available);
    }

    private bool WaitUntil(long wanted, long remaining)
    {
        _wanted = wanted;
        BytesNeeded = wanted - _scanned - remaining;
        return false;
    }

    private void Begin()
    {
        _scanned = 0;
        _wanted = 0;
        _lineSearched = 0;
    }
}
