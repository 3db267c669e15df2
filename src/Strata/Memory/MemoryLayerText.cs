using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Strata;

/// <summary>Look-ups by text that is no string yet: for keys read from a request or a buffer.</summary>
public static class MemoryLayerText
{
    private const int CharsOnStack = 256;

    /// <summary>The value under a string key, asked for by its characters. Makes no string.</summary>
    /// <typeparam name="TValue">The type of the values.</typeparam>
    /// <param name="layer">The layer.</param>
    /// <param name="key">The characters of the key.</param>
    /// <param name="value">The value found; may be <see langword="null"/> even then.</param>
    /// <returns>Whether a valid entry was found.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="layer"/> is null.</exception>
    /// <exception cref="NotSupportedException">The layer has a comparer other than ordinal.</exception>
    /// <exception cref="ObjectDisposedException">The layer is disposed.</exception>
    public static bool TryGet<TValue>(
        this MemoryLayer<string, TValue> layer, ReadOnlySpan<char> key, [MaybeNullWhen(false)] out TValue value)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return layer.TryGetText(key, out value);
    }

    /// <summary>The value under a string key, asked for by the key's UTF-8 bytes. Makes no string.</summary>
    /// <typeparam name="TValue">The type of the values.</typeparam>
    /// <param name="layer">The layer.</param>
    /// <param name="utf8Key">The key in UTF-8. Bytes that are no UTF-8 stand for no key and find nothing.</param>
    /// <param name="value">The value found; may be <see langword="null"/> even then.</param>
    /// <returns>Whether a valid entry was found.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="layer"/> is null.</exception>
    /// <exception cref="NotSupportedException">The layer has a comparer other than ordinal.</exception>
    /// <exception cref="ObjectDisposedException">The layer is disposed.</exception>
    public static bool TryGet<TValue>(
        this MemoryLayer<string, TValue> layer, ReadOnlySpan<byte> utf8Key, [MaybeNullWhen(false)] out TValue value)
    {
        ArgumentNullException.ThrowIfNull(layer);
        var rented = utf8Key.Length > CharsOnStack ? ArrayPool<char>.Shared.Rent(utf8Key.Length) : null;
        try
        {
            var chars = rented is null ? stackalloc char[CharsOnStack] : rented;
            var status = System.Text.Unicode.Utf8.ToUtf16(
                utf8Key, chars, out _, out var length, replaceInvalidSequences: false);
            return layer.TryGetText(status == OperationStatus.Done ? chars[..length] : [], out value)
                && status == OperationStatus.Done;
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<char>.Shared.Return(rented);
            }
        }
    }
}
