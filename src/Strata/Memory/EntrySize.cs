using System.Runtime.CompilerServices;

namespace Strata;

/// <summary>
/// What an entry takes of memory, in bytes: key, value, and what the layer adds. For types whose size shows:
/// strings, arrays of plain values, <see cref="ReadOnlyMemory{T}"/> of bytes, and plain values themselves.
/// </summary>
public static class EntrySize
{
    private const int ObjectBytes = 24;

    /// <summary>What the layer adds to key and value: one slot without the two, and its share of the table.</summary>
    internal const int OverheadBytes = 64;

    /// <summary>The bytes of one entry; more than <see cref="int.MaxValue"/> counts as that.</summary>
    /// <typeparam name="TKey">The type of the key.</typeparam>
    /// <typeparam name="TValue">The type of the value.</typeparam>
    /// <param name="key">The key.</param>
    /// <param name="value">The value; null takes nothing beside its place.</param>
    /// <exception cref="NotSupportedException">The size of the key or value does not show.</exception>
    public static int Of<TKey, TValue>(TKey key, TValue value) =>
        (int)Math.Min(int.MaxValue, OverheadBytes + BytesOf(key) + BytesOf(value));

    internal static void ThrowIfUnknown<TKey, TValue>(string setting)
    {
        foreach (var type in (Type[])[typeof(TKey), typeof(TValue)])
        {
            if (!IsKnown(type))
            {
                throw new ArgumentException(
                    $"{setting} cannot tell the size of a {type.Name}: set Weigher, or store strings, arrays of plain"
                    + " values or plain values.");
            }
        }
    }

    private static long BytesOf<T>(T value) => Unsafe.SizeOf<T>() + value switch
    {
        null => 0,
        string text => Rounded(ObjectBytes - 2 + (2L * text.Length)),
        ReadOnlyMemory<byte> bytes => Rounded(ObjectBytes + bytes.Length),
        Array array when IsPlain(array.GetType().GetElementType()!) =>
            Rounded(ObjectBytes + (long)Buffer.ByteLength(array)),
        _ when !RuntimeHelpers.IsReferenceOrContainsReferences<T>() => 0,
        _ => throw new NotSupportedException($"The size of a {value.GetType().Name} does not show."),
    };

    private static bool IsKnown(Type type) =>
        type == typeof(string)
        || type == typeof(ReadOnlyMemory<byte>)
        || (type.IsSZArray && IsPlain(type.GetElementType()!))
        || IsPlain(Nullable.GetUnderlyingType(type) ?? type)
        || type == typeof(Guid) || type == typeof(DateTime) || type == typeof(DateTimeOffset)
        || type == typeof(TimeSpan) || type == typeof(decimal) || type == typeof(DateOnly) || type == typeof(TimeOnly);

    private static bool IsPlain(Type type) => type.IsPrimitive || type.IsEnum;

    private static long Rounded(long bytes) => (bytes + 7) & ~7L;
}
