using System.Net.Sockets;
using Npgsql;

namespace Strata.Lab.Databases.Postgres;

/// <summary>Turns what PostgreSQL and the network say into sentences for people.</summary>
internal static class PostgresErrors
{
    /// <summary>
    /// The sentence for an error at a server. A row's content is never in it: the details stay out.
    /// </summary>
    public static DatabaseException Explain(NpgsqlException error, PostgresTarget target)
    {
        var server = $"PostgreSQL at {target.Address}";
        var sentence = error is PostgresException refusal
            ? Refusal(refusal, server, target)
            : Failure(error, server, target);
        return new DatabaseException(sentence, error);
    }

    private static string Refusal(PostgresException error, string server, PostgresTarget target) =>
        error.SqlState switch
        {
            PostgresErrorCodes.InvalidPassword => $"{server} refused the password of user '{target.User}'.",
            PostgresErrorCodes.InvalidAuthorizationSpecification =>
                $"{server} does not let user '{target.User}' in: {error.MessageText}.",
            PostgresErrorCodes.InvalidCatalogName => $"{server} has no database '{target.Database}'.",
            PostgresErrorCodes.InsufficientPrivilege =>
                $"User '{target.User}' lacks a right in database '{target.Database}' on {server}: "
                + $"{error.MessageText}. Making the data needs CREATE on the database.",
            PostgresErrorCodes.DiskFull => $"{server} has no space left on its disk.",
            PostgresErrorCodes.TooManyConnections =>
                $"{server} takes no more connections; use fewer threads or raise its max_connections.",
            PostgresErrorCodes.CannotConnectNow => $"{server} is starting up or shutting down.",
            PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown =>
                $"{server} closed the connection: {error.MessageText}.",
            _ => $"{server} reports: {error.MessageText} ({error.SqlState}).",
        };

    private static string Failure(NpgsqlException error, string server, PostgresTarget target)
    {
        if (error.InnerException is TimeoutException)
        {
            return $"{server} did not answer in time.";
        }

        if (error.InnerException is SocketException socket)
        {
            return socket.SocketErrorCode switch
            {
                SocketError.ConnectionRefused => $"{server} cannot be reached: nothing listens there.",
                SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain =>
                    $"{server} cannot be reached: no host of that name is known.",
                _ => $"{server} cannot be reached: {socket.Message}.",
            };
        }

        return target.Password is null && error.Message.StartsWith("No password", StringComparison.Ordinal)
            ? $"{server} asks user '{target.User}' for a password, and none was given."
            : $"The connection to {server} failed: {error.Message}";
    }
}
