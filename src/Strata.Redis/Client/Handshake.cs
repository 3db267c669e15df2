using Strata.Resp;

namespace Strata.Redis.Client;

/// <summary>The first words on a connection: version of the protocol, login, name, database.</summary>
internal static class Handshake
{
    /// <summary>Does it all in as few round trips as the server allows.</summary>
    /// <exception cref="RedisException">The server refuses, or is none.</exception>
    public static async Task<ServerGreeting> DoAsync(
        RedisConnection connection, RedisUrl url, RedisClientOptions options, CancellationToken cancellationToken)
    {
        ServerGreeting greeting;
        try
        {
            greeting = await connection.SendAsync((url, options), WriteHello, 1, ReadHello, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (RedisException failure) when (failure.Kind == FailureKind.Unknown)
        {
            // An older server, or one that does not know the command: RESP2 then.
            if (url.Password is not null)
            {
                await connection.SendAsync(url, WriteAuth, 1, AnyReply.Accept, cancellationToken).ConfigureAwait(false);
            }

            await connection.SendAsync(0, RedisConnection.WritePing, 1, AnyReply.Accept, cancellationToken)
                .ConfigureAwait(false);
            greeting = new ServerGreeting("unknown", "", IsResp3: false);
        }

        if (url.Database != 0)
        {
            await connection.SendAsync(url, WriteSelect, 1, AnyReply.Accept, cancellationToken).ConfigureAwait(false);
        }

        return greeting;
    }

    private static void WriteHello(RespWriter writer, (RedisUrl Url, RedisClientOptions Options) to)
    {
        writer.WriteCommand("HELLO"u8, to.Url.Password is null ? 3 : 6);
        writer.WriteBulkInteger(3);
        if (to.Url.Password is not null)
        {
            writer.WriteBulkString("AUTH"u8);
            writer.WriteBulkString(to.Url.User ?? "default");
            writer.WriteBulkString(to.Url.Password);
        }

        writer.WriteBulkString("SETNAME"u8);
        writer.WriteBulkString(to.Options.ClientName);
    }

    private static ServerGreeting ReadHello(ref RespReader reader)
    {
        var isMap = reader.Type == RespType.Map;
        var pairs = reader.ItemCount / 2;
        string server = "unknown", version = "";
        for (var i = 0; i < pairs; i++)
        {
            reader.Read();
            var name = reader.GetString();
            reader.Read();
            if (name == "server")
            {
                server = reader.GetString();
            }
            else if (name == "version")
            {
                version = reader.GetString();
            }

            reader.TrySkipItems();
        }

        return new ServerGreeting(server, version, isMap);
    }

    private static void WriteAuth(RespWriter writer, RedisUrl url)
    {
        writer.WriteCommand("AUTH"u8, url.User is null ? 1 : 2);
        if (url.User is not null)
        {
            writer.WriteBulkString(url.User);
        }

        writer.WriteBulkString(url.Password!);
    }

    private static void WriteSelect(RespWriter writer, RedisUrl url)
    {
        writer.WriteCommand("SELECT"u8, 1);
        writer.WriteBulkInteger(url.Database);
    }
}
