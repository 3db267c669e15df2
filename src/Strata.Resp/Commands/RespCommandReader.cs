using System.Buffers;
using System.Buffers.Text;
using System.Runtime.CompilerServices;

namespace Strata.Resp;

/// <summary>
/// Reads the commands a client sends, arrays of bulk strings as well as lines of text (inline
/// commands). One for each connection; not for several threads at once.
/// </summary>
/// <remarks>
/// <para>
/// It accepts and refuses what Redis does, with its words
/// (<see cref="RespProtocolException.ErrorText"/>): after the number in a line and after an argument
/// any two bytes pass for CR LF, an empty line and an array without items are no command, and a line in
/// an array is refused when its CR has arrived. Unlike Redis, what is too long is too long however it
/// arrives: Redis lets a longer line pass if it comes in one piece.
/// </para>
/// <para>
/// The buffer begins where the last answer ended, and grows from call to call until a command is whole;
/// the reader remembers how far it came. Arguments stay where they are. A command that crosses pieces
/// of a sequence is copied into one piece when all of it has arrived, so that every argument is a span;
/// an inline command is copied because of its escapes. In the long run nothing is allocated.
/// </para>
/// <para>
/// Once an exception was thrown, the reader must not be used any more: send the text and close the
/// connection.
/// </para>
/// </remarks>
public sealed class RespCommandReader
{
    private const int UnauthenticatedItemsMax = 10;
    private const int UnauthenticatedBytesMax = 16 * 1024;
    private const int CopiedBytesMin = 512;
    private const int BytesKept = 64 * 1024;
    private const int ArgumentsKept = 1024;
    private const long NoNumber = long.MinValue;

    private PooledList<ArgumentRange> _arguments;
    private PooledList<byte> _copy;
    private PooledList<byte> _inlineText;

    // What is known of the command that is being read; offsets count from its first byte.
    private long _items = -1;
    private long _bulkBytes = -1;
    private int _at;
    private int _searched;
    private long _wanted;
    private bool _isAnswered;

    /// <summary>Makes a reader at the beginning of a command.</summary>
    /// <param name="limits">What is accepted; null means <see cref="RespLimits.Default"/>.</param>
    public RespCommandReader(RespLimits? limits = null) => Limits = limits ?? RespLimits.Default;

    private enum Outcome
    {
        Incomplete,
        Empty,
        Whole,
    }

    /// <summary>What is accepted, from the next number or line on.</summary>
    public RespLimits Limits { get; set; }

    /// <summary>
    /// Whether the client has still to authenticate: until then Redis takes at most 10 arguments of at
    /// most 16 KiB, so that strangers cannot fill memory. Default false.
    /// </summary>
    public bool RequiresAuthentication { get; set; }

    /// <summary>
    /// After an answer of false, how many more bytes must arrive before a further call can find a
    /// command, at least 1: exact inside an argument, a lower bound elsewhere.
    /// </summary>
    public long BytesNeeded { get; private set; } = 1;

    /// <summary>Reads the next command from a buffer in one piece.</summary>
    /// <param name="buffer">
    /// What has arrived and was not consumed; on return, what follows the bytes done with, which are
    /// those of the command and of empty ones before it. It may have moved after an answer of false,
    /// too.
    /// </param>
    /// <param name="command">
    /// The command; valid until the next call, and as long as the bytes are.
    /// </param>
    /// <returns>Whether a whole command was there.</returns>
    /// <exception cref="RespProtocolException">It is no command, or goes beyond a limit.</exception>
    public bool TryRead(scoped ref ReadOnlySpan<byte> buffer, out RespCommand command)
    {
        ForgetAnswered();
        while (buffer.Length >= _wanted && !buffer.IsEmpty)
        {
            var bytes = buffer;
            var isInline = bytes[0] != (byte)'*';
            var outcome = isInline ? ReadInline(bytes) : ReadArray(bytes);
            if (outcome == Outcome.Incomplete)
            {
                break;
            }

            buffer = bytes[_at..];
            if (outcome == Outcome.Whole)
            {
                _isAnswered = true;
                command = new RespCommand(isInline ? _inlineText.Span : bytes, _arguments.Span, isInline);
                return true;
            }

            Begin();
        }

        return Wait(buffer.Length, out command);
    }

    /// <summary>Reads the next command.</summary>
    /// <param name="buffer">
    /// What has arrived and was not consumed; on return, what follows the bytes done with, which are
    /// those of the command and of empty ones before it. It may have moved after an answer of false, too.
    /// </param>
    /// <param name="command">
    /// The command; valid until the next call, and as long as the bytes are.
    /// </param>
    /// <returns>Whether a whole command was there.</returns>
    /// <exception cref="RespProtocolException">It is no command, or goes beyond a limit.</exception>
    public bool TryRead(scoped ref ReadOnlySequence<byte> buffer, out RespCommand command)
    {
        ForgetAnswered();
        while (_copy.Count > 0 || !TryReadFirstPiece(ref buffer, out command))
        {
            if (buffer.Length < _wanted || _copy.Count == buffer.Length)
            {
                return Wait(buffer.Length, out command);
            }

            // Twice as much each time, so that little is copied in vain and a long command is looked at seldom.
            var length = Math.Min(buffer.Length, Math.Max(_wanted, (2L * _copy.Count) + CopiedBytesMin));
            buffer.Slice(_copy.Count, length - _copy.Count).CopyTo(_copy.Extend((int)length - _copy.Count));
            var rest = _copy.Span;
            var isWhole = TryRead(ref rest, out command);
            var consumed = _copy.Count - rest.Length;
            buffer = buffer.Slice(consumed);
            if (isWhole)
            {
                return true;
            }

            if (consumed > 0)
            {
                // Empty commands crossed the pieces; the next one begins anew in its own.
                _copy.Clear(BytesKept);
            }
        }

        return true;
    }

    /// <summary>Forgets the command that was begun, and gives memory back.</summary>
    public void Reset()
    {
        _isAnswered = true;
        ForgetAnswered();
        BytesNeeded = 1;
    }

    /// <summary>Most commands lie in one piece of a sequence, and need not be copied.</summary>
    private bool TryReadFirstPiece(scoped ref ReadOnlySequence<byte> buffer, out RespCommand command)
    {
        var rest = buffer.FirstSpan;
        var length = rest.Length;
        var isWhole = TryRead(ref rest, out command);
        buffer = buffer.Slice(length - rest.Length);
        return isWhole;
    }

    private Outcome ReadArray(ReadOnlySpan<byte> bytes)
    {
        if (_items < 0)
        {
            if (!TryReadNumber(bytes, CommandFault.TooBigCount, out var items, out var end))
            {
                return Outcome.Incomplete;
            }

            _items = CheckedCount(items);
            _at = end;
        }

        if (_items == 0)
        {
            return Outcome.Empty;
        }

        while (_arguments.Count < _items)
        {
            if (_bulkBytes < 0)
            {
                if (!TryReadNumber(bytes, CommandFault.TooBigLength, out var length, out var start))
                {
                    return Outcome.Incomplete;
                }

                _bulkBytes = CheckedLength(bytes[_at], length, start);
                _at = start;
            }

            var end = _at + _bulkBytes + RespHeader.LineEndBytes;
            if (bytes.Length < end)
            {
                _wanted = end;
                return Outcome.Incomplete;
            }

            _arguments.Add(new ArgumentRange(_at, (int)_bulkBytes));
            _at = (int)end;
            _bulkBytes = -1;
        }

        return Outcome.Whole;
    }

    private Outcome ReadInline(ReadOnlySpan<byte> bytes)
    {
        if (!TryFind(bytes, (byte)'\n', CommandFault.TooBigInline, out var end))
        {
            return Outcome.Incomplete;
        }

        Refusal.IfFrameIsTooLong(end + 1, Limits, 0);
        var line = bytes[..end];
        if (end > 0 && line[^1] == (byte)'\r')
        {
            line = line[..^1];
        }

        _at = end + 1;
        _inlineText.Clear(BytesKept);
        if (!InlineCommand.TrySplit(line, _inlineText.Extend(line.Length), ref _arguments))
        {
            CommandFault.Throw(CommandFault.UnbalancedQuotes, 0);
        }

        return _arguments.Count == 0 ? Outcome.Empty : Outcome.Whole;
    }

    /// <summary>Reads the number of the line that begins here, behind its first byte.</summary>
    /// <param name="bytes">The command.</param>
    /// <param name="tooBig">What is said of a line without an end.</param>
    /// <param name="number">The number; <see cref="NoNumber"/> if the line holds none.</param>
    /// <param name="end">Where the line ends.</param>
    /// <returns>Whether the line is all there.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryReadNumber(ReadOnlySpan<byte> bytes, string tooBig, out long number, out int end)
    {
        if (HeaderParser.TryParseDigits(bytes[_at..], out number, out end))
        {
            end += _at;
            return true;
        }

        return TryReadRareNumber(bytes, tooBig, out number, out end);
    }

    private bool TryReadRareNumber(ReadOnlySpan<byte> bytes, string tooBig, out long number, out int end)
    {
        number = NoNumber;
        if (!TryFind(bytes, (byte)'\r', tooBig, out var cr))
        {
            end = 0;
            return false;
        }

        end = cr + RespHeader.LineEndBytes;
        if (bytes.Length < end)
        {
            _searched = cr;
            _wanted = end;
            return false;
        }

        // An empty line has no first byte of its own to pass over.
        number = cr > _at ? ParseNumber(bytes[(_at + 1)..cr]) : NoNumber;
        return true;
    }

    /// <summary>Finds the end of the line that begins here.</summary>
    private bool TryFind(ReadOnlySpan<byte> bytes, byte wanted, string tooBig, out int found)
    {
        var until = (int)Math.Min(bytes.Length, _at + Limits.InlineBytesMax + 1L);
        var from = Math.Min(Math.Max(_at, _searched), until);
        found = bytes[from..until].IndexOf(wanted);
        if (found >= 0)
        {
            found += from;
            _searched = 0;
            return true;
        }

        if (bytes.Length - _at > Limits.InlineBytesMax)
        {
            CommandFault.Throw(tooBig, _at, nameof(RespLimits.InlineBytesMax));
        }

        _searched = bytes.Length;
        _wanted = bytes.Length + 1L;
        return false;
    }

    private long CheckedCount(long items)
    {
        if (items == NoNumber || items > Limits.CommandItemsMax)
        {
            CommandFault.Throw(
                CommandFault.InvalidCount, 0, items == NoNumber ? null : nameof(RespLimits.CommandItemsMax));
        }

        if (RequiresAuthentication && items > UnauthenticatedItemsMax)
        {
            CommandFault.Throw(CommandFault.UnauthenticatedCount, 0);
        }

        return Math.Max(items, 0);
    }

    private long CheckedLength(byte first, long length, int start)
    {
        if (first != (byte)'$')
        {
            CommandFault.ThrowExpectedDollar(first, _at);
        }

        if (length < 0 || length > Limits.BulkBytesMax)
        {
            CommandFault.Throw(
                CommandFault.InvalidLength, _at, length < 0 ? null : nameof(RespLimits.BulkBytesMax));
        }

        if (RequiresAuthentication && length > UnauthenticatedBytesMax)
        {
            CommandFault.Throw(CommandFault.UnauthenticatedLength, _at);
        }

        Refusal.IfFrameIsTooLong(start + length + RespHeader.LineEndBytes, Limits, _at);
        return length;
    }

    /// <summary>A number as Redis takes it (<c>string2ll</c>): no plus, no zero in front, 64 bits.</summary>
    private static long ParseNumber(ReadOnlySpan<byte> text)
    {
        var digits = text.StartsWith("-"u8) ? text[1..] : text;
        if (text.SequenceEqual("0"u8))
        {
            return 0;
        }

        return digits.Length > 0 && digits[0] is >= (byte)'1' and <= (byte)'9'
            && Utf8Parser.TryParse(text, out long number, out var consumed) && consumed == text.Length
            ? number
            : NoNumber;
    }

    private bool Wait(long available, out RespCommand command)
    {
        command = default;
        BytesNeeded = Math.Max(_wanted - available, 1);
        return false;
    }

    private void ForgetAnswered()
    {
        if (_isAnswered)
        {
            _copy.Clear(BytesKept);
            Begin();
        }
    }

    private void Begin()
    {
        _arguments.Clear(ArgumentsKept);
        _items = -1;
        _bulkBytes = -1;
        _at = 0;
        _searched = 0;
        _wanted = 0;
        _isAnswered = false;
    }
}
