namespace Strata.Redis.Client;

/// <summary>What went wrong between us and a server: host and reason, never a value or a password.</summary>
internal sealed class RedisException(FailureKind kind, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    public FailureKind Kind { get; } = kind;

    /// <summary>What the first word of a server's error means to a caller.</summary>
    public static FailureKind KindOf(ReadOnlySpan<char> error)
    {
        var end = error.IndexOf(' ');
        return (end < 0 ? error : error[..end]) switch
        {
            "NOAUTH" or "WRONGPASS" or "NOPERM" => FailureKind.Authentication,
            "WRONGTYPE" or "NOSCRIPT" => FailureKind.Permanent,
            "LOADING" or "BUSY" or "MASTERDOWN" or "CLUSTERDOWN" or "TRYAGAIN" or "READONLY" or "OOM" or "MISCONF"
                or "NOREPLICAS" or "UNKILLABLE" or "MOVED" or "ASK" or "EXECABORT" => FailureKind.Transient,
            _ => FailureKind.Unknown,
        };
    }
}
