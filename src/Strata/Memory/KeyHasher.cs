using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Strata;

/// <summary>
/// Hashes and compares the keys of one memory layer. Every hash depends on a seed of the layer, so that who
/// chooses the keys cannot choose the bucket.
/// </summary>
/// <remarks>
/// Strings are hashed by multiplying pairs of 64-bit words, each first combined with a secret, to 128 bits and
/// folding the halves (the principle of wyhash, Wang Yi 2019). Without the seed the words that make two keys
/// meet cannot be found. Other keys bring their own 32-bit hash, which is mixed with the seed; equal hashes of
/// different keys stay equal, so a key type with a weak hash stays weak.
/// </remarks>
internal sealed class KeyHasher<TKey>
    where TKey : notnull
{
    private readonly IEqualityComparer<TKey>? _comparer;
    private readonly StringHash? _strings;
    private readonly ulong _secret;

    public KeyHasher(IEqualityComparer<TKey>? comparer, int? seed)
    {
        var secret = seed is { } chosen
            ? (ulong)(uint)chosen
            : BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8));
        var isOrdinal = comparer is null || ReferenceEquals(comparer, StringComparer.Ordinal);
        _strings = typeof(TKey) == typeof(string) && isOrdinal ? new StringHash(secret) : null;
        _comparer = comparer ?? (typeof(TKey).IsValueType ? null : EqualityComparer<TKey>.Default);
        _secret = StringHash.Fold(secret ^ 0x9E3779B97F4A7C15, 0xD1B54A32D192ED03);
    }

    /// <summary>Hashes text as the equal string; null if the keys are not strings of equal characters.</summary>
    public StringHash? Strings => _strings;

    /// <summary>The hash of a key: every bit depends on the whole of it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Hash(TKey key)
    {
        if (typeof(TKey).IsValueType)
        {
            return Mix(
                _comparer is null ? EqualityComparer<TKey>.Default.GetHashCode(key) : _comparer.GetHashCode(key));
        }

        return _strings is { } strings
            ? strings.Of(Unsafe.As<TKey, string>(ref key))
            : Mix(_comparer!.GetHashCode(key));
    }

    /// <summary>
    /// Whether a held key equals the one asked for. The held one may be read while it changes, if
    /// <see cref="IsSafeOnTorn"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Equal(TKey held, TKey asked)
    {
        if (typeof(TKey).IsValueType)
        {
            return _comparer is null
                ? EqualityComparer<TKey>.Default.Equals(held, asked)
                : _comparer.Equals(held, asked);
        }

        return _strings is not null
            ? StringHash.Equal(Unsafe.As<TKey, string?>(ref held), Unsafe.As<TKey, string>(ref asked))
            : _comparer!.Equals(held, asked);
    }

    /// <summary>Whether comparing a key that is being written can do no harm.</summary>
    public bool IsSafeOnTorn
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => typeof(TKey).IsValueType
            ? typeof(TKey) == typeof(int) || typeof(TKey) == typeof(long) || typeof(TKey) == typeof(Guid)
            : _strings is not null;
    }

    private uint Mix(int hash) => (uint)(((uint)hash ^ _secret) * 0x9E3779B97F4A7C15 >> 32);
}
