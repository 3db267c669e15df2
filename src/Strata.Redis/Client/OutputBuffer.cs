using System.Buffers;

namespace Strata.Redis.Client;

/// <summary>Requests on their way to the socket: bytes in one piece, in memory that is used again.</summary>
internal sealed class OutputBuffer : IBufferWriter<byte>
{
    private const int BytesAtFirst = 16 * 1024;
    private const int BytesKept = 1024 * 1024;

    private byte[] _bytes = new byte[BytesAtFirst];

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);

    public void Advance(int count) => Length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Grow(sizeHint);
        return _bytes.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Grow(sizeHint);
        return _bytes.AsSpan(Length);
    }

    /// <summary>Takes back what was written after some length.</summary>
    public void Truncate(int length) => Length = length;

    /// <summary>Forgets everything, and memory beyond what is usually needed.</summary>
    public void Clear()
    {
        Length = 0;
        if (_bytes.Length > BytesKept)
        {
            _bytes = new byte[BytesAtFirst];
        }
    }

    private void Grow(int sizeHint)
    {
        var needed = Math.Max(1, sizeHint);
        if (_bytes.Length - Length < needed)
        {
            var size = Math.Min(Array.MaxLength, Math.Max((long)_bytes.Length * 2, (long)Length + needed));
            Array.Resize(ref _bytes, checked((int)size));
        }
    }
}
