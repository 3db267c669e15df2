using System.Globalization;

namespace Strata.Redis;

/// <summary>Where a server is and how to log in, as written in a URL.</summary>
/// <remarks>
/// <c>redis://[user[:password]@]host[:port][/database]</c>, or <c>rediss://</c> for TLS. User and password are
/// percent-encoded. Without a user a password is that of the user <c>default</c>.
/// </remarks>
internal sealed record RedisUrl
{
    private const int PortUsual = 6379;
    private const int DatabaseMax = 65_535;

    public required string Host { get; init; }

    public required int Port { get; init; }

    public bool IsTls { get; init; }

    public string? User { get; init; }

    public string? Password { get; init; }

    public int Database { get; init; }

    /// <summary>Host and port, for messages: never the password.</summary>
    public string Address => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";

    /// <summary>Reads a URL.</summary>
    /// <exception cref="ArgumentException">It is none; the message does not repeat what may be a password.</exception>
    public static RedisUrl Parse(string url)
    {
        ArgumentNullException.ThrowIfNull(url);
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("redis" or "rediss"))
        {
            throw Refused("it does not begin with redis:// or rediss:// or is no URL");
        }

        if (uri.Host.Length == 0)
        {
            throw Refused("it names no host");
        }

        if (uri.Query.Length > 0 || uri.Fragment.Length > 0)
        {
            throw Refused("what follows '?' or '#' is not known");
        }

        var path = uri.AbsolutePath.Trim('/');
        var database = 0;
        if (path.Length > 0
            && (!int.TryParse(path, NumberStyles.None, CultureInfo.InvariantCulture, out database)
                || database > DatabaseMax))
        {
            throw Refused($"its database '{path}' is no number from 0 to {DatabaseMax}");
        }

        var login = uri.UserInfo.Split(':', 2);
        return new RedisUrl
        {
            Host = uri.Host.Trim('[', ']'),
            Port = uri.Port > 0 ? uri.Port : PortUsual,
            IsTls = uri.Scheme == "rediss",
            User = login[0].Length == 0 ? null : Uri.UnescapeDataString(login[0]),
            Password = login.Length < 2 || login[1].Length == 0 ? null : Uri.UnescapeDataString(login[1]),
            Database = database,
        };
    }

    private static ArgumentException Refused(string reason) => new(
        $"The URL of the server is refused: {reason}. It reads redis://[user[:password]@]host[:port][/database],"
        + " or rediss:// for TLS.");

    /// <inheritdoc />
    public override string ToString() => $"{(IsTls ? "rediss" : "redis")}://{Address}/{Database}";
}
