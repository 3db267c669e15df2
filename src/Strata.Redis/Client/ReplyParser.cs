using Strata.Resp;

namespace Strata.Redis.Client;

/// <summary>
/// Makes a result of a reply. The reader stands on the reply's first element, which is not an error; all of the
/// reply's bytes are there. Runs between the socket and everyone else's replies, so it only copies.
/// </summary>
internal delegate T ReplyParser<out T>(ref RespReader reader);
