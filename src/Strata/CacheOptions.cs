namespace Strata;

/// <summary>How a cache is set up: its layers and its policies.</summary>
/// <typeparam name="TKey">The type of the keys.</typeparam>
/// <typeparam name="TValue">The type of the values.</typeparam>
public sealed record CacheOptions<TKey, TValue>
    where TKey : notnull
{
    /// <summary>The most layers a cache may have.</summary>
    public const int LayersMax = 32;

    /// <summary>The layers, fastest first: 1 to <see cref="LayersMax"/>, none null, no name twice.</summary>
    public required IReadOnlyList<ILayer<TKey, TValue>> Layers { get; init; }

    /// <summary>What holds for entries about which a call says nothing. Default: they never expire.</summary>
    public EntryOptions EntryDefaults { get; init; } = EntryOptions.Default;

    /// <summary>When a write counts as done. Default <see cref="WritePolicy.All"/>.</summary>
    public WritePolicy WritePolicy { get; init; } = WritePolicy.All;

    /// <summary>
    /// Whether a hit in a slower layer is copied into every faster writable one. Default true.
    /// </summary>
    public bool Promotion { get; init; } = true;

    /// <summary>
    /// Receives each failure of a layer as it happens, on the thread that met it: for logging. What it throws is
    /// dropped. Default none; failures are counted in the statistics all the same.
    /// </summary>
    public Action<LayerException>? LayerFailed { get; init; }

    /// <summary>
    /// Tells which keys are equal; the memory layer takes one of its own and they must agree. Default
    /// <see langword="null"/>: the key type's own equality.
    /// </summary>
    public IEqualityComparer<TKey>? Comparer { get; init; }

    /// <summary>The seed of the time-to-live jitter. Default <see langword="null"/>: a random one.</summary>
    public int? Seed { get; init; }

    /// <summary>Whether disposing of the cache disposes of its layers. Default true.</summary>
    public bool OwnsLayers { get; init; } = true;

    /// <summary>The clock. Default the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Refuses a setting out of its range, naming it.</summary>
    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(Layers);
        ArgumentNullException.ThrowIfNull(EntryDefaults);
        ArgumentNullException.ThrowIfNull(WritePolicy);
        ArgumentNullException.ThrowIfNull(TimeProvider);
        if (Layers.Count is 0 or > LayersMax)
        {
            throw new ArgumentException(
                $"A cache has 1 to {LayersMax} layers; {Layers.Count} were given.", nameof(Layers));
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < Layers.Count; i++)
        {
            var layer = Layers[i] ?? throw new ArgumentException($"Layer {i} is null.", nameof(Layers));
            if (string.IsNullOrWhiteSpace(layer.Name))
            {
                throw new ArgumentException($"Layer {i} has no name.", nameof(Layers));
            }

            if (!names.Add(layer.Name))
            {
                throw new ArgumentException(
                    $"Two layers are named '{layer.Name}'; names are unique within a cache.", nameof(Layers));
            }

            Ttl.ThrowIfNotPositive(layer.TtlMax, $"TtlMax of layer '{layer.Name}'");
        }
    }
}
