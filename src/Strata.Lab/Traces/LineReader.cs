using System.Globalization;
using System.Text;

namespace Strata.Lab.Traces;

/// <summary>The lines of a stream as bytes, numbered, each of bounded length.</summary>
internal sealed class LineReader(Stream stream, string path, CancellationToken cancellationToken)
{
    private static readonly byte[] ByteOrderMark = [0xef, 0xbb, 0xbf];

    private readonly byte[] _buffer = new byte[2 * TraceLimits.LineBytesMax];
    private int _start;
    private int _end;
    private bool _ended;

    /// <summary>The number of the line read last, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>Reads the next line without its end.</summary>
    /// <param name="line">The line, until the next call.</param>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="TraceException">The line is longer than a line may be.</exception>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        var length = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
        while (length < 0 && !_ended)
        {
            RefuseIfTooLong(_end - _start);
            Fill();
            length = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
        }

        var isLast = length < 0;
        length = isLast ? _end - _start : length;
        RefuseIfTooLong(length);
        line = _buffer.AsSpan(_start, length);
        if (isLast && length == 0)
        {
            return false;
        }

        _start += isLast ? length : length + 1;
        line = Number++ == 0 && line.StartsWith(ByteOrderMark) ? line[3..] : line;
        line = line is [.., (byte)'\r'] ? line[..^1] : line;
        return true;
    }

    /// <summary>What stands in a line, in quotes, cut to what fits a sentence.</summary>
    public static string Quote(ReadOnlySpan<byte> text)
    {
        const int Shown = 40;
        var start = Encoding.Latin1.GetString(text[..Math.Min(text.Length, Shown)]);
        var visible = string.Concat(start.Select(c => char.IsControl(c) ? '·' : c));
        return text.Length > Shown ? $"'{visible}…'" : $"'{visible}'";
    }

    /// <summary>A refusal of the line read last.</summary>
    public TraceException Refusal(string why) =>
        new(string.Create(CultureInfo.InvariantCulture, $"'{path}', line {Number}: {why}"));

    private void RefuseIfTooLong(int bytes)
    {
        if (bytes > TraceLimits.LineBytesMax)
        {
            Number++;
            throw Refusal(string.Create(
                CultureInfo.InvariantCulture, $"it is longer than {TraceLimits.LineBytesMax:N0} bytes"));
        }
    }

    private void Fill()
    {
        cancellationToken.ThrowIfCancellationRequested();
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        _end -= _start;
        _start = 0;
        var read = stream.Read(_buffer.AsSpan(_end));
        _ended = read == 0;
        _end += read;
    }
}
