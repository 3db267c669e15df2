namespace Strata.Lab.Traces;

/// <summary>What <c>strata trace</c> replays, and where the results go.</summary>
public sealed record TraceOptions
{
    /// <summary>The largest size of a cache that can be replayed.</summary>
    public const int SizeMax = 100_000_000;

    /// <summary>The recorded traces. Default none; then <see cref="Generated"/> says what is replayed.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>The generated workloads, in place of files. Default none.</summary>
    public IReadOnlyList<GeneratedWorkload> Generated { get; init; } = [];

    /// <summary>How the files are written. Default <see langword="null"/>: found out for each.</summary>
    public TraceFormat? Format { get; init; }

    /// <summary>The policies of the layer. Default all that evict.</summary>
    public IReadOnlyList<EvictionPolicy> Policies { get; init; } = PolicyNames.Default;

    /// <summary>
    /// The sizes in entries, each 1 to <see cref="SizeMax"/>. Default <see langword="null"/>: about eight that suit the
    /// trace.
    /// </summary>
    public IReadOnlyList<int>? Sizes { get; init; }

    /// <summary>Where the random sequences of a generated workload begin. Default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Whether policies as their papers have them are replayed, too. Default no.</summary>
    public bool Reference { get; init; }

    /// <summary>Where the figures go as JSON. Default <see langword="null"/>: nowhere.</summary>
    public string? Json { get; init; }

    /// <summary>Where the page goes. Default <see langword="null"/>: nowhere.</summary>
    public string? Html { get; init; }

    /// <summary>How many replays go on at once. Default as many as there are processors.</summary>
    public int Workers { get; init; } = Environment.ProcessorCount;
}
