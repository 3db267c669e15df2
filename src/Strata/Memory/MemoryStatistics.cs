namespace Strata;

/// <summary>What a memory layer has done since it was made; exact while no thread is using it.</summary>
public sealed record MemoryStatistics
{
    /// <summary>Look-ups that found a valid entry.</summary>
    public required long Hits { get; init; }

    /// <summary>Look-ups that found none.</summary>
    public required long Misses { get; init; }

    /// <summary>Sets of a key that was not held.</summary>
    public required long Inserts { get; init; }

    /// <summary>Sets of a key that was held.</summary>
    public required long Updates { get; init; }

    /// <summary>Entries removed by request, those of a clear included.</summary>
    public required long Removals { get; init; }

    /// <summary>Entries that left to make room, be it for a heavier value of their own key.</summary>
    public required long Evictions { get; init; }

    /// <summary>Entries that left because their deadline had come.</summary>
    public required long Expirations { get; init; }

    /// <summary>Entries refused because they weigh more than the whole layer may.</summary>
    public required long Refusals { get; init; }

    /// <summary>Entries held now, expired ones not yet swept included.</summary>
    public required long Entries { get; init; }

    /// <summary>Weight held now, that of expired entries not yet swept included.</summary>
    public required long Weight { get; init; }
}
