using Strata.Resp;

namespace Strata.Redis.Client;

/// <summary>What is to be done with each new connection, and what it says.</summary>
internal interface IRedisSession
{
    /// <summary>Prepares a connection whose handshake is done, before anyone else uses it.</summary>
    Task BeginAsync(RedisConnection connection, ServerGreeting greeting, CancellationToken cancellationToken);

    /// <summary>The connection is ready and everyone may use it.</summary>
    void Ready(RedisConnection connection);

    /// <summary>A push has come. The reader stands on it.</summary>
    void Pushed(ref RespReader reader);

    /// <summary>The connection is over; what was heard through it may be incomplete from now on.</summary>
    void Lost();
}
