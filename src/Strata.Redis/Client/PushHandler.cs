using Strata.Resp;

namespace Strata.Redis.Client;

/// <summary>Hears what the server says unasked. The reader stands on the push; its items follow.</summary>
internal delegate void PushHandler(ref RespReader reader);
