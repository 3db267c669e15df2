namespace Strata.Lab.Traces;

/// <summary>A stream whose first bytes can be seen before they are read.</summary>
internal sealed class PeekedStream : Stream
{
    private readonly Stream _rest;
    private readonly byte[] _head;
    private int _taken;

    public PeekedStream(Stream stream, int headBytes)
    {
        _rest = stream;
        var head = new byte[headBytes];
        var read = stream.ReadAtLeast(head, headBytes, throwOnEndOfStream: false);
        _head = head[..read];
    }

    /// <summary>The first bytes, fewer than asked for only if the stream holds no more.</summary>
    public ReadOnlySpan<byte> Head => _head;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        if (_taken == _head.Length)
        {
            return _rest.Read(buffer);
        }

        var part = _head.AsSpan(_taken);
        part = part[..Math.Min(part.Length, buffer.Length)];
        part.CopyTo(buffer);
        _taken += part.Length;
        return part.Length;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
