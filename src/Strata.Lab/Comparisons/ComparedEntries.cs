namespace Strata.Lab.Comparisons;

/// <summary>What both caches hold.</summary>
internal static class ComparedEntries
{
    /// <summary>How many.</summary>
    public const int Count = 10_000;

    /// <summary>Entries of the clean-up, half of which expire.</summary>
    public const int CleanUpCount = 100_000;

    /// <summary>Room for all of them: nothing is evicted.</summary>
    public const int Capacity = 2 * CleanUpCount;

    /// <summary>The value of each.</summary>
    public const string Value = "value";

    /// <summary>Longer than a comparison takes.</summary>
    public static TimeSpan TimeToLive { get; } = TimeSpan.FromHours(1);
}
