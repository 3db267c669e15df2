namespace Strata.Redis.Storage;

/// <summary>What a set does to a key on the server: writes it, or drops what is there.</summary>
/// <param name="Key">The key's bytes.</param>
/// <param name="Value">The value's bytes with the envelope; empty to drop the key.</param>
/// <param name="TtlMs">How long it lives; 0 for ever.</param>
/// <param name="Refusal">Why the value is not held; null if it is, or has expired.</param>
internal sealed record Change(byte[] Key, ReadOnlyMemory<byte> Value, long TtlMs, LayerException? Refusal)
{
    // The server adds its clock to it and must stay below the end of 63 bits.
    private const long TtlMsMax = 1L << 52;

    public bool IsDrop => Value.IsEmpty;

    /// <exception cref="LayerException">The key has no form in bytes.</exception>
    public static Change Of<TKey, TValue>(
        RedisCodec<TKey, TValue> codec, TKey key, in Entry<TValue> entry, long nowUnixMs, TimeSpan slack)
        where TKey : notnull
    {
        var bytes = codec.KeyBytes(key, "set");
        if (entry.Deadline.HasCome(nowUnixMs))
        {
            return new Change(bytes, default, 0, null);
        }

        var value = codec.ValueBytes(entry, out var refusal);
        var left = entry.Deadline.IsNever ? 0 : Math.Clamp(
            entry.Deadline.UnixMs - nowUnixMs + (long)slack.TotalMilliseconds, 1, TtlMsMax);
        return new Change(bytes, value, left, refusal);
    }
}
