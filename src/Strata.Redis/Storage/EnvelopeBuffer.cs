using System.Buffers;

namespace Strata.Redis.Storage;

/// <summary>A growing value with room for its envelope before it.</summary>
internal sealed class EnvelopeBuffer : IBufferWriter<byte>
{
    private const int BytesAtFirst = 224;

    private byte[] _bytes = new byte[Envelope.Bytes + BytesAtFirst];

    public int Length { get; private set; } = Envelope.Bytes;

    public Memory<byte> Whole => _bytes.AsMemory(0, Length);

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

    private void Grow(int sizeHint)
    {
        var needed = Math.Max(1, sizeHint);
        if (_bytes.Length - Length < needed)
        {
            Array.Resize(ref _bytes, checked((int)Math.Min(
                Array.MaxLength, Math.Max(_bytes.Length * 2L, (long)Length + needed))));
        }
    }
}
