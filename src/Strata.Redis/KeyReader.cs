namespace Strata.Redis;

/// <summary>Reads a key back from its bytes on the server; false if it is none of ours.</summary>
internal delegate bool KeyReader<TKey>(ReadOnlySpan<byte> bytes, out TKey key);
