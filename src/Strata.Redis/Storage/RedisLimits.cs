namespace Strata.Redis.Storage;

/// <summary>What a server takes, by its own defaults.</summary>
internal static class RedisLimits
{
    /// <summary>The longest key and value: <c>proto-max-bulk-len</c>, 512 MiB.</summary>
    public const int BulkBytesMax = 512 * 1024 * 1024;

    /// <summary>The longest key.</summary>
    public const int KeyBytesMax = BulkBytesMax;
}
