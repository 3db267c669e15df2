using System.Buffers;
using Strata.Resp;

namespace Strata.Redis.Storage;

/// <summary>A value copied out of the stream into rented memory; null if the server had none.</summary>
internal readonly struct RentedBytes : IDisposable
{
    private readonly byte[]? _rented;
    private readonly int _length;

    private RentedBytes(byte[] rented, int length)
    {
        _rented = rented;
        _length = length;
    }

    public bool IsNull => _rented is null;

    public ReadOnlySpan<byte> Span => _rented.AsSpan(0, _length);

    /// <summary>Copies the element on which the reader stands.</summary>
    public static RentedBytes Of(ref RespReader reader)
    {
        if (reader.IsNull)
        {
            return default;
        }

        var rented = ArrayPool<byte>.Shared.Rent(Math.Max(1, reader.ValueLength));
        reader.CopyValueTo(rented);
        return new RentedBytes(rented, reader.ValueLength);
    }

    public void Dispose()
    {
        if (_rented is not null)
        {
            ArrayPool<byte>.Shared.Return(_rented);
        }
    }
}
