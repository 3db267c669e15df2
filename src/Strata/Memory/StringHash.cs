using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Strata;

/// <summary>
/// Hashes text with a secret: equal characters, equal hash; and without the secret nobody can tell which texts
/// will meet in a bucket.
/// </summary>
internal sealed class StringHash
{
    private readonly ulong _a;
    private readonly ulong _b;
    private readonly ulong _c;
    private readonly ulong _d;

    /// <summary>Makes the hash of one secret.</summary>
    public StringHash(ulong secret)
    {
        // SplitMix64 (Steele et al., 2014): four words that look independent.
        _a = Next(ref secret);
        _b = Next(ref secret);
        _c = Next(ref secret);
        _d = Next(ref secret);
    }

    /// <summary>The hash of a text.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Of(ReadOnlySpan<char> text)
    {
        ref var bytes = ref Unsafe.As<char, byte>(ref MemoryMarshal.GetReference(text));
        var length = (nint)(uint)text.Length * 2;
        return length is >= 16 and <= 32 ? Middle(ref bytes, length)
            : length < 16 ? Short(ref bytes, length)
            : Long(ref bytes, length);
    }

    /// <summary>Multiplies to 128 bits and folds the halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Fold(ulong x, ulong y)
    {
        if (Bmi2.X64.IsSupported)
        {
            // Two multiplications in registers are quicker than one whose lower half goes through memory.
            return Bmi2.X64.MultiplyNoFlags(x, y) ^ (x * y);
        }

        var high = Math.BigMul(x, y, out var low);
        return high ^ low;
    }

    /// <summary>Whether two texts are equal; quickest for 8 to 16 characters, which most keys have.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Equal(string? held, string asked)
    {
        if (held is null || held.Length != asked.Length)
        {
            return false;
        }

        if (asked.Length is < 8 or > 16)
        {
            return string.Equals(held, asked);
        }

        ref var x = ref Unsafe.As<char, byte>(ref MemoryMarshal.GetReference<char>(held));
        ref var y = ref Unsafe.As<char, byte>(ref MemoryMarshal.GetReference<char>(asked));
        var last = (nuint)(asked.Length - 8) * 2;
        var front = Vector128.LoadUnsafe(ref x) ^ Vector128.LoadUnsafe(ref y);
        var back = Vector128.LoadUnsafe(ref x, last) ^ Vector128.LoadUnsafe(ref y, last);
        return (front | back) == Vector128<byte>.Zero;
    }

    /// <summary>8 to 16 characters: two words from the front and two from the back, which may overlap.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint Middle(ref byte bytes, nint length)
    {
        var front = Fold(Word(ref bytes, 0) ^ _a, Word(ref bytes, 8) ^ _b);
        var back = Fold(Word(ref bytes, length - 16) ^ _c, Word(ref bytes, length - 8) ^ _d);
        return Finish(front ^ back, length);
    }

    private uint Short(ref byte bytes, nint length)
    {
        ulong x = 0, y = 0;
        if (length >= 8)
        {
            x = Word(ref bytes, 0);
            y = Word(ref bytes, length - 8);
        }
        else if (length >= 4)
        {
            x = Unsafe.ReadUnaligned<uint>(ref bytes);
            y = Unsafe.ReadUnaligned<uint>(ref Unsafe.AddByteOffset(ref bytes, length - 4));
        }
        else if (length == 2)
        {
            x = Unsafe.ReadUnaligned<ushort>(ref bytes);
        }

        return Finish(Fold(x ^ _a, y ^ _b), length);
    }

    private uint Long(ref byte bytes, nint length)
    {
        ulong x = _a, y = _c;
        nint at = 0;
        for (; at < length - 32; at += 32)
        {
            x = Fold(Word(ref bytes, at) ^ x, Word(ref bytes, at + 8) ^ _b);
            y = Fold(Word(ref bytes, at + 16) ^ y, Word(ref bytes, at + 24) ^ _d);
        }

        x = Fold(Word(ref bytes, length - 32) ^ x, Word(ref bytes, length - 24) ^ _b);
        y = Fold(Word(ref bytes, length - 16) ^ y, Word(ref bytes, length - 8) ^ _d);
        return Finish(x ^ y, length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint Finish(ulong state, nint length)
    {
        var hash = (state ^ _a ^ (ulong)length) * 0x9E3779B97F4A7C15;
        return (uint)(hash >> 32);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Word(ref byte bytes, nint at) =>
        Unsafe.ReadUnaligned<ulong>(ref Unsafe.AddByteOffset(ref bytes, at));

    private static ulong Next(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15;
        var z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
