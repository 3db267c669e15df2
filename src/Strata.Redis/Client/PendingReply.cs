using Strata.Resp;

namespace Strata.Redis.Client;

/// <summary>
/// A request that was written and whose reply is awaited. It keeps its place in the queue until the reply comes, even
/// if nobody waits for it any more: so the stream of replies stays in step whatever callers do.
/// </summary>
internal abstract class PendingReply
{
    /// <summary>When it was queued, in ticks of the connection's clock.</summary>
    public long QueuedAt { get; set; }

    /// <summary>Takes the next reply.</summary>
    /// <returns>Whether it was the last one of this request.</returns>
    public abstract bool Take(ref RespReader reader);

    /// <summary>Ends the wait without a reply, unless it has ended.</summary>
    /// <returns>Whether somebody was still waiting.</returns>
    public abstract bool TryFail(Exception failure);
}
