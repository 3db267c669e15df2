namespace Strata;

/// <summary>Which entry of a full memory layer leaves to make room for a new one.</summary>
public enum EvictionPolicy
{
    /// <summary>
    /// Learns from the requests whether recency or frequency pays, and how much of each. The default: it
    /// loses least where another policy is better, and does not collapse where another would.
    /// </summary>
    Adaptive = 0,

    /// <summary>
    /// Three first-in-first-out queues; what is read only once leaves early. Yang et al., SOSP 2023.
    /// </summary>
    S3Fifo = 1,

    /// <summary>One queue and a moving hand that spares what was read. Zhang et al., NSDI 2024.</summary>
    Sieve = 2,

    /// <summary>
    /// A window for new entries before a main part that admits by frequency; the window's share adapts.
    /// Einziger, Friedman and Manes, ACM Transactions on Storage 2017.
    /// </summary>
    WTinyLfu = 3,

    /// <summary>The entry not read for the longest time leaves.</summary>
    Lru = 4,

    /// <summary>The entry read least often of late leaves; counts halve as time goes by.</summary>
    Lfu = 5,

    /// <summary>Any entry leaves.</summary>
    Random = 6,

    /// <summary>No valid entry ever leaves for another: a set that finds no room is refused.</summary>
    None = 7,
}
