namespace Strata;

/// <summary>Hits and misses are counted.</summary>
internal readonly struct Counted : ICounting
{
    public static bool IsOn => true;
}
