namespace Strata.Lab;

/// <summary>Where and how a run was made: <c>run</c> of the log.</summary>
public sealed record RunFacts
{
    /// <summary>The command line, without passwords.</summary>
    public required string Command { get; init; }

    /// <summary>The version of Strata.</summary>
    public required string ToolVersion { get; init; }

    /// <summary>The .NET runtime.</summary>
    public required string Runtime { get; init; }

    /// <summary>The operating system.</summary>
    public required string Os { get; init; }

    /// <summary>Processors the process could use.</summary>
    public required int Processors { get; init; }

    /// <summary>The seed of the ids and of the order of reads and writes.</summary>
    public required long Seed { get; init; }

    /// <summary>When the first operation began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>
    /// The cache's layers as given, such as "memory,sqlite:cache.db"; null without a cache.
    /// </summary>
    public string? Cache { get; init; }

    /// <summary>The database, for people, without a password.</summary>
    public required string Database { get; init; }

    /// <summary>The time after which the run was to stop, in seconds; null for none.</summary>
    public double? DurationSecondsLimit { get; init; }

    /// <summary>Whether the same workload was run once, unrecorded, before the measurement.</summary>
    public bool Warm { get; init; }

    /// <summary>How far each time to live was spread around the configured one, in percent.</summary>
    public double JitterPercent { get; init; }

    /// <summary>Whether the run was stopped before its end.</summary>
    public bool Interrupted { get; init; }

    /// <summary>Whether the database was measured alone.</summary>
    public bool NoCache { get; init; }

    /// <summary>Whether the cache was emptied first.</summary>
    public bool Flushed { get; init; }

    /// <summary>Entries the cache held at the start; null if that is not known.</summary>
    public long? EntriesAtStart { get; init; }
}
