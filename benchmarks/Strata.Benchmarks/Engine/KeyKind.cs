using System.Globalization;

namespace Strata.Benchmarks.Engine;

/// <summary>The kinds of keys that are measured, and how the key of a number is made.</summary>
internal static class KeyKind
{
    public const string Text = "string";
    public const string Number = "int";
    public const string Unique = "Guid";

    /// <summary>All kinds.</summary>
    public static readonly IReadOnlyList<string> All = [Text, Number, Unique];

    /// <summary>A string of 16 characters.</summary>
    public static string TextOf(long number) =>
        string.Create(CultureInfo.InvariantCulture, $"key:{number:D12}");

    /// <summary>A number whose neighbours are far away, as keys of a real table often are not.</summary>
    public static int NumberOf(long number) => (int)(uint)(number * 2_654_435_761);

    /// <summary>A Guid as if it were random.</summary>
    public static Guid UniqueOf(long number)
    {
        Span<byte> bytes = stackalloc byte[16];
        BitConverter.TryWriteBytes(bytes, Mixed((ulong)number));
        BitConverter.TryWriteBytes(bytes[8..], Mixed(~(ulong)number));
        return new Guid(bytes);
    }

    /// <summary>The finalizer of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).</summary>
    private static ulong Mixed(ulong value)
    {
        value = (value + 0x9E3779B97F4A7C15) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
