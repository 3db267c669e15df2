using System.Buffers;

namespace Strata.Sqlite.Storage;

/// <summary>A growing buffer for the bytes of keys and values, kept by the thread between uses.</summary>
internal sealed class Scratch : IBufferWriter<byte>
{
    private const int KeptBytesMax = 1 << 20;

    [ThreadStatic]
    private static Scratch? _kept;

    private byte[] _bytes = new byte[1024];

    /// <summary>How many bytes have been written.</summary>
    public int Length { get; private set; }

    /// <summary>Takes the thread's buffer, empty. A use within a use gets one of its own.</summary>
    public static Scratch Rent()
    {
        var scratch = _kept ?? new Scratch();
        _kept = null;
        scratch.Clear();
        return scratch;
    }

    /// <summary>Gives the buffer back, to whichever thread this is.</summary>
    public void Return()
    {
        if (_bytes.Length <= KeptBytesMax)
        {
            _kept = this;
        }
    }

    public void Clear() => Length = 0;

    public ReadOnlySpan<byte> From(int start) => _bytes.AsSpan(start, Length - start);

    public ReadOnlySpan<byte> Slice(int start, int length) => _bytes.AsSpan(start, length);

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)(_bytes.Length - Length));
        Length += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsSpan(Length);
    }

    private void Reserve(int sizeHint)
    {
        var needed = Length + (long)Math.Max(1, sizeHint);
        if (needed > _bytes.Length)
        {
            var doubled = Math.Min(Array.MaxLength, Math.Max(needed, 2L * _bytes.Length));
            Array.Resize(ref _bytes, (int)Math.Max(needed, doubled));
        }
    }
}
