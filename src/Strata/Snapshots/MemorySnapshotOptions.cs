namespace Strata;

/// <summary>How the entries of a memory layer are written to a file, and which file is taken back.</summary>
/// <typeparam name="TKey">The type of the keys.</typeparam>
/// <typeparam name="TValue">The type of the values.</typeparam>
public sealed record MemorySnapshotOptions<TKey, TValue>
    where TKey : notnull
{
    /// <summary>Turns keys into bytes and back. Default <see cref="Serializers.Default{T}"/>.</summary>
    public ISerializer<TKey>? KeySerializer { get; init; }

    /// <summary>Turns values into bytes and back. Default <see cref="Serializers.Default{T}"/>.</summary>
    public ISerializer<TValue>? ValueSerializer { get; init; }

    /// <summary>
    /// The greatest age of a snapshot that is loaded; an older one is refused. Greater than zero. Default
    /// <see langword="null"/>: any age, since entries that have expired meanwhile are left out anyway.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Zero or negative.</exception>
    public TimeSpan? AgeMax
    {
        get;
        init
        {
            Ttl.ThrowIfNotPositive(value, nameof(AgeMax));
            field = value;
        }
    }
}
