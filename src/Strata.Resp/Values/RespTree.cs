using System.Buffers;

namespace Strata.Resp;

/// <summary>
/// What the values inside one aggregate share: their bytes, and the values themselves, those of each
/// aggregate side by side. Both lie in pooled memory, which goes back once.
/// </summary>
internal sealed class RespTree
{
    private RespValue[]? _values;
    private byte[]? _bytes;
    private int _valueCount;

    public bool IsReleased => _bytes is null;

    public ReadOnlySpan<byte> Bytes(long start, int length) => Held(_bytes).AsSpan((int)start, length);

    public ReadOnlySpan<RespValue> Values(long first, int count) => Held(_values).AsSpan((int)first, count);

    /// <summary>Takes over rented memory.</summary>
    public void Hold(RespValue[] values, int valueCount, byte[] bytes)
    {
        _values = values;
        _valueCount = valueCount;
        _bytes = bytes;
    }

    public void Release()
    {
        if (Interlocked.Exchange(ref _values, null) is { } values)
        {
            Array.Clear(values, 0, _valueCount);
            ArrayPool<RespValue>.Shared.Return(values);
        }

        if (Interlocked.Exchange(ref _bytes, null) is { } bytes)
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private static T[] Held<T>(T[]? memory) =>
        memory ?? throw new ObjectDisposedException(nameof(RespValue), "The aggregate of this value was disposed.");
}
