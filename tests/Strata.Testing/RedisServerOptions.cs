namespace Strata.Testing;

/// <summary>How a <see cref="RedisServer"/> runs; by default open to everyone, in clear text, in memory only.</summary>
public sealed record RedisServerOptions
{
    /// <summary>The password of the user "default"; null for none.</summary>
    public string? Password { get; init; }

    /// <summary>True to speak TLS only.</summary>
    public bool Tls { get; init; }

    /// <summary>Who signs the server's certificate; null for an authority of the server's own.</summary>
    public TestAuthority? Authority { get; init; }

    /// <summary>Whom the server's certificate is for. Leave out 127.0.0.1 for a server under a wrong name.</summary>
    public IReadOnlyList<string> CertificateNames { get; init; } = ["localhost", "127.0.0.1"];

    /// <summary>True for a certificate that is no longer valid.</summary>
    public bool CertificateIsExpired { get; init; }

    /// <summary>True to let in only clients that show a certificate of the server's authority.</summary>
    public bool RequireClientCertificate { get; init; }

    /// <summary>True to keep every write in a file, so that data outlives a kill and a restart.</summary>
    public bool AppendOnly { get; init; }

    /// <summary>More of redis-server's arguments, as in <c>["--maxmemory", "2mb"]</c>.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];
}
