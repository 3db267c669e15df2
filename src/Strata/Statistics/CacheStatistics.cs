namespace Strata;

/// <summary>
/// What a cache has done since it was made; exact while no thread is using it. Every request is counted once,
/// whatever number of layers it went through; one that its caller cancelled is not counted.
/// </summary>
public sealed record CacheStatistics
{
    /// <summary>Requests for a key: hits, misses and unavailable ones.</summary>
    public long Requests => Hits + Misses + Unavailable;

    /// <summary>Requests answered from a layer.</summary>
    public required long Hits { get; init; }

    /// <summary>
    /// Requests no layer could answer although all were asked. A caller who waited for another's load is
    /// among them. A <see cref="Cache{TKey, TValue}.TryGet"/> that found nothing is not: the layers below were
    /// not asked.
    /// </summary>
    public required long Misses { get; init; }

    /// <summary>Requests no layer answered while some layer failed.</summary>
    public required long Unavailable { get; init; }

    /// <summary>Hits per request, 0 to 1; 0 before the first request.</summary>
    public double HitRatio => Requests == 0 ? 0 : (double)Hits / Requests;

    /// <summary>Load functions called.</summary>
    public required long Loads { get; init; }

    /// <summary>Load functions that threw.</summary>
    public required long LoadFailures { get; init; }

    /// <summary>Requests that waited for a load another caller had begun.</summary>
    public required long SharedLoads { get; init; }

    /// <summary>
    /// Values found or loaded that were not stored, because a write or removal of the key came in between, or
    /// because another fill of the key was storing.
    /// </summary>
    public required long DiscardedFills { get; init; }

    /// <summary>The layers, fastest first.</summary>
    public required IReadOnlyList<LayerStatistics> Layers { get; init; }
}
