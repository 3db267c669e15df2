using Strata.Resp;

namespace Strata.Redis.Client;

/// <summary>For requests of whose reply nothing matters but that it is no error.</summary>
internal static class AnyReply
{
    public static bool Accept(ref RespReader reader) => true;
}
