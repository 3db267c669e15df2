namespace Strata;

/// <summary>
/// What a fill noted before it read anything: it may store only while nothing was written since.
/// </summary>
/// <param name="Version">The version of the key's gate.</param>
/// <param name="Clears">How often the cache had been cleared.</param>
internal readonly record struct FillTicket(long Version, long Clears);
