using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Strata.Redis.Client;
using Strata.Redis.Storage;
using Strata.Resp;

namespace Strata.Redis;

/// <summary>The settings of a <see cref="RedisLayer{TKey, TValue}"/>, checked once when it is made.</summary>
/// <typeparam name="TKey">The type of the keys.</typeparam>
/// <typeparam name="TValue">The type of the values.</typeparam>
public sealed record RedisLayerOptions<TKey, TValue>
    where TKey : notnull
{
    private static readonly int ValueBytesLimit = RespLimits.Default.BulkBytesMax - Envelope.Bytes;
    private static readonly TimeSpan TimeoutMin = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan TimeoutMax = TimeSpan.FromHours(1);

    /// <summary>The layer's name in a cache, in statistics and in errors. Default: "redis".</summary>
    public string Name { get; init; } = "redis";

    /// <summary>
    /// Stands before every key on the server, so that caches do not meet and a clear finds its own; not empty.
    /// Default: "strata:". Caches of different values need different ones.
    /// </summary>
    public string KeyPrefix { get; init; } = "strata:";

    /// <summary>
    /// The longest an entry may live here; the cache applies it before it writes. More than zero;
    /// <see langword="null"/> (the default) sets no limit: entries bring their own deadline.
    /// </summary>
    public TimeSpan? TtlMax { get; init; }

    /// <summary>
    /// The most bytes of a value, without its envelope of 32; 1 to 536,870,880. Default: the most a server takes.
    /// </summary>
    public int ValueBytesMax { get; init; } = ValueBytesLimit;

    /// <summary>
    /// How long an attempt to connect may take, TLS and login included; 1 ms to 1 hour. Default: 5 seconds, as
    /// StackExchange.Redis has it.
    /// </summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long an operation waits for its reply; 1 ms to 1 hour. Default: 5 seconds, as StackExchange.Redis has it.
    /// </summary>
    public TimeSpan OperationTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// A server that is silent for twice as long is given up, and all that is held in faster layers through it with it:
    /// the most by which a lost connection goes unnoticed; 10 ms to 1 hour. Default: 1 second.
    /// </summary>
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Whether faster layers hear of every change that others make to keys read through this one. Default:
    /// <see langword="true"/>. Needs a server with RESP3 and <c>CLIENT TRACKING</c>: Redis from 6.0 on, Valkey.
    /// </summary>
    public bool IsCoherent { get; init; } = true;

    /// <summary>
    /// Names the form of the values: entries of another name are not read. Default: the names of the value's type
    /// and of its serializer.
    /// </summary>
    public string? Codec { get; init; }

    /// <summary>
    /// Turns keys into bytes and back: a change heard of names a key by its bytes. Default:
    /// <see cref="Serializers.Default{T}"/>.
    /// </summary>
    public ISerializer<TKey>? KeySerializer { get; init; }

    /// <summary>Turns values into bytes. Default: <see cref="Serializers.Default{T}"/>.</summary>
    public ISerializer<TValue>? ValueSerializer { get; init; }

    /// <summary>
    /// Decides over the certificate of a <c>rediss://</c> server; <see langword="null"/> (the default) leaves it to the
    /// system, which wants a trusted issuer and the name in the URL.
    /// </summary>
    public RemoteCertificateValidationCallback? CertificateCheck { get; init; }

    /// <summary>Our own certificate, for servers that ask for one. Default: none.</summary>
    public X509Certificate? ClientCertificate { get; init; }

    /// <summary>The clock for deadlines. Default: <see cref="TimeProvider.System"/>.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Seeds the jitter of reconnects; <see langword="null"/> (the default) draws one.</summary>
    public int? Seed { get; init; }

    /// <summary>
    /// How much longer the server keeps an entry than its deadline says: for tests whose clock stands still.
    /// </summary>
    internal TimeSpan TtlSlack { get; init; }

    internal RedisClientOptions Client => new()
    {
        ConnectTimeout = ConnectTimeout,
        OperationTimeout = OperationTimeout,
        HeartbeatInterval = HeartbeatInterval,
        CertificateCheck = CertificateCheck,
        ClientCertificate = ClientCertificate,
    };

    internal void ThrowIfInvalid()
    {
        if (string.IsNullOrWhiteSpace(Name))
        {
            throw new ArgumentException($"{nameof(Name)} is empty; a layer has a name.", nameof(Name));
        }

        if (string.IsNullOrEmpty(KeyPrefix))
        {
            throw new ArgumentException(
                $"{nameof(KeyPrefix)} is empty; without one a clear would empty the database.", nameof(KeyPrefix));
        }

        if (TtlMax is { } ttl)
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(ttl, TimeSpan.Zero, nameof(TtlMax));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(ValueBytesMax, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ValueBytesMax, ValueBytesLimit);
        Check(ConnectTimeout, TimeoutMin, nameof(ConnectTimeout));
        Check(OperationTimeout, TimeoutMin, nameof(OperationTimeout));
        Check(HeartbeatInterval, TimeoutMin * 10, nameof(HeartbeatInterval));
        ArgumentNullException.ThrowIfNull(TimeProvider);
    }

    private static void Check(TimeSpan value, TimeSpan min, string name)
    {
        if (value < min || value > TimeoutMax)
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} is {value}; {min} to {TimeoutMax} is allowed.");
        }
    }
}
