using Strata.Lab;
using Strata.Lab.Databases;
using Strata.Lab.Traces;

namespace Strata.Cli;

/// <summary>A failure as one sentence for people.</summary>
internal static class Failure
{
    public static string InWords(Exception failure) => failure switch
    {
        DatabaseException or LayerException or RunLogException or CacheWriteException or TraceException =>
            failure.Message,
        _ => $"unexpected failure: {failure.Message} (add -v to see where)",
    };
}
