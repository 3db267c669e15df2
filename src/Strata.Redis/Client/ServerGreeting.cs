namespace Strata.Redis.Client;

/// <summary>What a server says of itself at the beginning.</summary>
/// <param name="Server">Its kind, such as "redis".</param>
/// <param name="Version">Its version.</param>
/// <param name="IsResp3">Whether it speaks RESP3, so that it can push.</param>
internal sealed record ServerGreeting(string Server, string Version, bool IsResp3);
