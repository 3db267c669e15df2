namespace Strata;

/// <summary>Hits and misses are not counted.</summary>
internal readonly struct Uncounted : ICounting
{
    public static bool IsOn => false;
}
