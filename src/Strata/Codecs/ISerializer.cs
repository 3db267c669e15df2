using System.Buffers;

namespace Strata;

/// <summary>
/// Turns what a layer outside the process holds into bytes and back. Users plug in their own.
/// </summary>
/// <remarks>
/// Equal keys must give equal bytes. Both members may be called by many threads at once. A layer
/// never passes <see langword="null"/>: it marks a null value itself.
/// </remarks>
/// <typeparam name="T">What is turned into bytes.</typeparam>
public interface ISerializer<T>
{
    /// <summary>Appends the bytes of <paramref name="value"/> to <paramref name="destination"/>.</summary>
    /// <param name="value">What to write; not null.</param>
    /// <param name="destination">Where to.</param>
    /// <exception cref="ArgumentException">
    /// The value has no faithful form in bytes; the message says why.
    /// </exception>
    void Serialize(T value, IBufferWriter<byte> destination);

    /// <summary>Reads back what <see cref="Serialize"/> wrote.</summary>
    /// <param name="source">Exactly the bytes written.</param>
    /// <exception cref="FormatException">The bytes are not such a form.</exception>
    T Deserialize(ReadOnlySpan<byte> source);
}
