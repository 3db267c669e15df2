using System.Buffers;
using System.Runtime.CompilerServices;

namespace Strata.Resp;

/// <summary>
/// A place in bytes that lie in one piece or in many. What is asked mostly lies in one piece; what
/// crosses pieces is copied for the moment.
/// </summary>
internal ref struct RespCursor
{
    private readonly ReadOnlySequence<byte> _sequence;
    private readonly long _length;
    private ReadOnlySpan<byte> _piece;
    private SequencePosition _pieceStart;
    private SequencePosition _next;
    private long _passed;
    private int _index;

    public RespCursor(ReadOnlySpan<byte> bytes)
    {
        _piece = bytes;
        _length = bytes.Length;
    }

    public RespCursor(in ReadOnlySequence<byte> bytes)
    {
        _sequence = bytes;
        _length = bytes.Length;
        _piece = bytes.FirstSpan;
        _pieceStart = bytes.Start;
        if (!bytes.IsSingleSegment)
        {
            _next = _pieceStart;
            bytes.TryGet(ref _next, out _);
            PassEmptyPieces();
        }
    }

    /// <summary>Bytes passed.</summary>
    public readonly long Position => _passed + _index;

    /// <summary>Bytes ahead.</summary>
    public readonly long Remaining => _length - _passed - _index;

    /// <summary>The bytes ahead that lie in one piece with the next one.</summary>
    public readonly ReadOnlySpan<byte> Piece
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _piece[_index..];
    }

    /// <summary>Whether nothing lies beyond <see cref="Piece"/>.</summary>
    public readonly bool IsLastPiece => _length - _passed == _piece.Length;

    /// <summary>Passes bytes, at most <see cref="Remaining"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Advance(long count)
    {
        if (count < _piece.Length - _index || IsLastPiece)
        {
            _index += (int)count;
        }
        else
        {
            AdvancePieces(count);
        }
    }

    /// <summary>Reads the first line of the element ahead.</summary>
    /// <returns>Whether the whole line is there; nothing is passed.</returns>
    /// <exception cref="RespProtocolException">It is no such line, or goes beyond a limit.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool TryPeekHeader(RespLimits limits, out RespHeader header) =>
        HeaderParser.TryParse(Piece, limits, Position, out header)
        || (!IsLastPiece && TryPeekSplitHeader(limits, out header));

    /// <summary>Copies bytes ahead; nothing is passed.</summary>
    /// <param name="offset">How many bytes ahead they begin.</param>
    /// <param name="destination">As many bytes as are copied; no more than are there.</param>
    public readonly void CopyTo(long offset, Span<byte> destination)
    {
        if (offset + destination.Length <= _piece.Length - _index)
        {
            _piece.Slice(_index + (int)offset, destination.Length).CopyTo(destination);
        }
        else
        {
            Sequence(offset, destination.Length).CopyTo(destination);
        }
    }

    /// <summary>Bytes ahead as a sequence. Only for a cursor over one.</summary>
    public readonly ReadOnlySequence<byte> Sequence(long offset, long length) =>
        _sequence.Slice(_sequence.GetPosition(_index + offset, _pieceStart), length);

    /// <summary>
    /// Refuses the element ahead if its payload does not end in CR LF, or is not what its type demands.
    /// </summary>
    /// <param name="header">The element's line; all of the element is there.</param>
    public readonly void CheckPayload(in RespHeader header)
    {
        Span<byte> end = stackalloc byte[RespHeader.LineEndBytes];
        var at = header.Length + header.Number;
        CopyTo(at, end);
        if (!end.SequenceEqual("\r\n"u8))
        {
            var isFirst = end[0] != (byte)'\r';
            Refusal.UnexpectedByte(
                isFirst ? end[0] : end[1],
                Position + at + (isFirst ? 0 : 1),
                isFirst ? "CR after the announced bytes" : "LF");
        }

        if (header.Type == RespType.VerbatimString)
        {
            CopyTo(header.Length + ScalarText.VerbatimPrefixBytes - 1, end[..1]);
            if (end[0] != (byte)':')
            {
                Refusal.UnexpectedByte(
                    end[0], Position + header.Length + ScalarText.VerbatimPrefixBytes - 1, "':' after the format");
            }
        }
    }

    /// <summary>
    /// Where the first CR or LF stands ahead, not looking before an offset; negative if there is none.
    /// </summary>
    public readonly long IndexOfLineEnd(long offset)
    {
        if (IsLastPiece)
        {
            var found = Piece[(int)offset..].IndexOfAny((byte)'\r', (byte)'\n');
            return found < 0 ? found : offset + found;
        }

        foreach (var piece in Sequence(offset, Remaining - offset))
        {
            var found = piece.Span.IndexOfAny((byte)'\r', (byte)'\n');
            if (found >= 0)
            {
                return offset + found;
            }

            offset += piece.Length;
        }

        return -1;
    }

    private readonly bool TryPeekSplitHeader(RespLimits limits, out RespHeader header)
    {
        Span<byte> few = stackalloc byte[HeaderParser.NumberLineBytesMax + 4];
        few = few[..(int)Math.Min(few.Length, Remaining)];
        CopyTo(0, few);
        if (HeaderParser.TryParse(few, limits, Position, out header))
        {
            return true;
        }

        return few.Length < Remaining && TryPeekLongHeader(limits, out header);
    }

    private readonly bool TryPeekLongHeader(RespLimits limits, out RespHeader header)
    {
        var length = (int)Math.Min(limits.LineBytesMax + 4, Remaining);
        var copy = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            CopyTo(0, copy.AsSpan(0, length));
            return HeaderParser.TryParse(copy.AsSpan(0, length), limits, Position, out header);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(copy);
        }
    }

    private void AdvancePieces(long count)
    {
        while (count >= _piece.Length - _index && !IsLastPiece)
        {
            count -= _piece.Length - _index;
            NextPiece();
        }

        _index += (int)count;
    }

    private void PassEmptyPieces()
    {
        while (_piece.IsEmpty && !IsLastPiece)
        {
            NextPiece();
        }
    }

    private void NextPiece()
    {
        _passed += _piece.Length;
        _pieceStart = _next;
        _sequence.TryGet(ref _next, out var memory);
        _piece = memory.Span;
        _index = 0;
    }
}
