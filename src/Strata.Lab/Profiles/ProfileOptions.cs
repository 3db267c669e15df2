namespace Strata.Lab.Profiles;

/// <summary>What one run of <c>strata profile</c> is asked to do.</summary>
public sealed record ProfileOptions
{
    /// <summary>
    /// Samples of each part, 100 to 1,000,000. Default 100,000, the reference's. Each size and each number of
    /// threads gets a fifth of them.
    /// </summary>
    public int Samples { get; init; } = SamplesDefault;

    /// <summary>
    /// How many entries the layer holds, size by size, each 1 to 5,000,000. Default 1 to 1,000,000.
    /// </summary>
    public IReadOnlyList<int> Entries { get; init; } = EntriesDefault;

    /// <summary>
    /// How many threads share the layer, in turn, each 1 to 256. Default 1, 2, 4 and 8, the reference's.
    /// </summary>
    public IReadOnlyList<int> Threads { get; init; } = ThreadsDefault;

    /// <summary>
    /// What a look-up costs that memory cannot answer, in microseconds. Default 1,500, the reference's.
    /// </summary>
    public long RemoteUs { get; init; } = 1_500;

    /// <summary>Percent of look-ups that memory answers, 0 to 100. Default 90, the reference's.</summary>
    public int HitRatePercent { get; init; } = 90;

    /// <summary>Whether less is warmed up and fewer rounds are made, for a glance. Default false.</summary>
    public bool Quick { get; init; }

    /// <summary>Where all figures go as JSON; null for nowhere.</summary>
    public string? Json { get; init; }

    /// <summary>The samples of each part when nothing is said.</summary>
    public const int SamplesDefault = 100_000;

    /// <summary>The samples of each part in a quick run when nothing is said.</summary>
    public const int SamplesQuick = 5_000;

    /// <summary>The most samples.</summary>
    public const int SamplesMax = 1_000_000;

    /// <summary>The fewest samples: of fewer, a 99th percentile says nothing.</summary>
    public const int SamplesMin = 100;

    /// <summary>The most entries.</summary>
    public const int EntriesMax = 5_000_000;

    /// <summary>The most threads.</summary>
    public const int ThreadsMax = 256;

    /// <summary>The sizes when nothing is said.</summary>
    public static IReadOnlyList<int> EntriesDefault { get; } = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000];

    /// <summary>The sizes of a quick run when nothing is said.</summary>
    public static IReadOnlyList<int> EntriesQuick { get; } = [1, 100, 10_000, 100_000];

    /// <summary>The numbers of threads when nothing is said.</summary>
    public static IReadOnlyList<int> ThreadsDefault { get; } = [1, 2, 4, 8];
}
