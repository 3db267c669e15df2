using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Strata.Resp;

namespace Strata.Redis.Client;

/// <summary>Times and limits of the connections to a server.</summary>
internal sealed record RedisClientOptions
{
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    public TimeSpan OperationTimeout { get; init; } = TimeSpan.FromSeconds(5);

    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan ReconnectDelayMin { get; init; } = TimeSpan.FromMilliseconds(50);

    public TimeSpan ReconnectDelayMax { get; init; } = TimeSpan.FromSeconds(2);

    public int RequestsMax { get; init; } = 65_536;

    public int QueueBytesMax { get; init; } = 16 * 1024 * 1024;

    /// <summary>Decides over the server's certificate; null leaves it to the system.</summary>
    public RemoteCertificateValidationCallback? CertificateCheck { get; init; }

    public X509Certificate? ClientCertificate { get; init; }

    public string ClientName { get; init; } = "strata";

    public RespLimits Limits { get; init; } = RespLimits.Default;

    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    public SslClientAuthenticationOptions Tls(string host) => new()
    {
        TargetHost = host,
        RemoteCertificateValidationCallback = CertificateCheck,
        ClientCertificates = ClientCertificate is null ? null : [ClientCertificate],
    };
}
