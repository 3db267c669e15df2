namespace Strata;

/// <summary>What a cache has asked of one of its layers, and what it got.</summary>
public sealed record LayerStatistics
{
    /// <summary>The layer's name.</summary>
    public required string Name { get; init; }

    /// <summary>Times the layer was asked for a key: hits, misses and failures.</summary>
    public long Probes => Hits + Misses + ReadFailures;

    /// <summary>Probes it answered with a valid entry.</summary>
    public required long Hits { get; init; }

    /// <summary>Probes it answered with "not held".</summary>
    public required long Misses { get; init; }

    /// <summary>Probes it could not answer.</summary>
    public required long ReadFailures { get; init; }

    /// <summary>Entries it took: sets, fills after a load, and promotions.</summary>
    public required long Writes { get; init; }

    /// <summary>Entries it took because a slower layer had them; part of <see cref="Writes"/>.</summary>
    public required long Promotions { get; init; }

    /// <summary>Removals it carried out, whether or not the key was held.</summary>
    public required long Removes { get; init; }

    /// <summary>Sets, fills, promotions, removals and clears it could not carry out.</summary>
    public required long WriteFailures { get; init; }
}
