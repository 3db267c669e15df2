using System.Globalization;
using Npgsql;

namespace Strata.Lab.Databases.Postgres;

/// <summary>Where a PostgreSQL database is and who asks, from a URL as <c>psql</c> takes it.</summary>
internal sealed record PostgresTarget(
    string Host, int Port, string Database, string User, string? Password, SslMode SslMode)
{
    public const string Form = "postgres://user:password@host:port/database";

    private const int DefaultPort = 5432;

    private static readonly string[] Schemes = ["postgres://", "postgresql://"];

    /// <summary>Host and port, as in messages.</summary>
    public string Address => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";

    /// <summary>Where, never with which password.</summary>
    public override string ToString() => $"{Address}/{Database}";

    public static bool Recognises(string target) =>
        Array.Exists(Schemes, scheme => target.StartsWith(scheme, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// Takes the URL apart by hand, from the last @ on, so that a password with unescaped signs works too.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// A part is missing or wrong; the password is not in the message.
    /// </exception>
    public static PostgresTarget Parse(string target)
    {
        var rest = target[(target.IndexOf("://", StringComparison.Ordinal) + 3)..];
        var at = rest.LastIndexOf('@');
        var login = at < 0 ? "" : rest[..at];
        var (place, query) = Cut(rest[(at + 1)..], '?');
        var (authority, database) = Cut(place, '/');
        var (host, port) = HostAndPort(authority, target);
        var (user, password) = Cut(login, ':');
        var name = user.Length > 0 ? Uri.UnescapeDataString(user) : Environment.UserName;
        if (string.IsNullOrEmpty(database) || database.Contains('/', StringComparison.Ordinal))
        {
            throw FlightDatabases.Refused(target, "it must end in the name of one database");
        }

        return new PostgresTarget(
            host,
            port,
            Uri.UnescapeDataString(database),
            name,
            password is null ? null : Uri.UnescapeDataString(password),
            Encryption(query, target));
    }

    private static (string Host, int Port) HostAndPort(string authority, string target)
    {
        var bracket = authority.LastIndexOf(']');
        var colon = authority.IndexOf(':', bracket + 1);
        var host = (colon < 0 ? authority : authority[..colon]).Trim('[', ']');
        if (host.Length == 0)
        {
            throw FlightDatabases.Refused(target, "the host is missing");
        }

        if (colon < 0)
        {
            return (host, DefaultPort);
        }

        return int.TryParse(authority[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            && port is > 0 and <= 65_535
            ? (host, port)
            : throw FlightDatabases.Refused(target, "the port must be a number from 1 to 65535");
    }

    private static SslMode Encryption(string? query, string target)
    {
        if (string.IsNullOrEmpty(query))
        {
            return SslMode.Prefer;
        }

        return query switch
        {
            "sslmode=disable" => SslMode.Disable,
            "sslmode=prefer" => SslMode.Prefer,
            "sslmode=require" => SslMode.Require,
            "sslmode=verify-ca" => SslMode.VerifyCA,
            "sslmode=verify-full" => SslMode.VerifyFull,
            _ => throw FlightDatabases.Refused(
                target, "after the ? only sslmode=disable, prefer, require, verify-ca or verify-full is known"),
        };
    }

    private static (string Before, string? After) Cut(string text, char sign)
    {
        var place = text.IndexOf(sign, StringComparison.Ordinal);
        return place < 0 ? (text, null) : (text[..place], text[(place + 1)..]);
    }
}
