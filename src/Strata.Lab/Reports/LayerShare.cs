namespace Strata.Lab;

/// <summary>What one layer of the cache answered: an entry of <c>layers</c> of the log.</summary>
public sealed record LayerShare
{
    /// <summary>The layer's name.</summary>
    public required string Name { get; init; }

    /// <summary>Reads it answered.</summary>
    public required long Hits { get; init; }

    /// <summary>Those as a share of all cache hits; 0 if there were none.</summary>
    public required double HitSharePercent { get; init; }

    /// <summary>How long they took.</summary>
    public required LatencySummary LatencyUs { get; init; }

    /// <summary>Times it could not answer or take an entry; null if not known.</summary>
    public long? Failures { get; init; }

    /// <summary>The first few distinct reasons; null if there were none.</summary>
    public IReadOnlyList<string>? FailureMessages { get; init; }

    internal static LayerShare Of(string name, LatencyHistogram hits, long allHits) => new()
    {
        Name = name,
        Hits = hits.Count,
        HitSharePercent = allHits == 0 ? 0 : Math.Round(100.0 * hits.Count / allHits, 4),
        LatencyUs = LatencySummary.Of(hits),
    };
}
