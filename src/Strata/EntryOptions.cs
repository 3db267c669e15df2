namespace Strata;

/// <summary>What a caller says about one entry: how long it lives, what it weighs, where it goes.</summary>
/// <remarks>
/// Given to a call, it takes the place of the cache's <see cref="CacheOptions{TKey, TValue}.EntryDefaults"/>
/// as a whole; to change one thing only, use <c>cache.EntryDefaults with { … }</c>.
/// </remarks>
public sealed record EntryOptions
{
    /// <summary>The options of an entry about which nothing was said: it never expires.</summary>
    public static EntryOptions Default { get; } = new();

    /// <summary>
    /// The time to live, rounded up to whole milliseconds. Default <see langword="null"/>: the entry never
    /// expires by itself.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Zero or negative.</exception>
    public TimeSpan? Ttl
    {
        get;
        init
        {
            Strata.Ttl.ThrowIfNotPositive(value, nameof(Ttl));
            field = value;
        }
    }

    /// <summary>
    /// How far the time to live is spread, as a share of it in both directions, from 0 up to but not
    /// including 1: 0.2 turns 10 minutes into 8 to 12. Keeps entries made together from expiring together.
    /// Default 0.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 0, 1 or more, or not a number.</exception>
    public double TtlJitterRatio
    {
        get;
        init
        {
            if (!(value >= 0 && value < 1))
            {
                throw new ArgumentOutOfRangeException(
                    nameof(TtlJitterRatio), value, "TtlJitterRatio is at least 0 and less than 1.");
            }

            field = value;
        }
    }

    /// <summary>
    /// How long the entry stays in a memory layer after each hit: its deadline there moves with the hits, but never
    /// beyond the one <see cref="Ttl"/> gives. Rounded up to whole milliseconds. Default <see langword="null"/>: the
    /// deadline stands still. Layers other than memory do not keep it.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Zero or negative.</exception>
    public TimeSpan? SlidingTtl
    {
        get;
        init
        {
            Strata.Ttl.ThrowIfNotPositive(value, nameof(SlidingTtl));
            field = value;
        }
    }

    /// <summary>Its share of a layer's weight bound, at least 1. Default 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int Weight
    {
        get;
        init
        {
            Setting.ThrowIfLessThan(value, 1, nameof(Weight));
            field = value;
        }
    } = 1;

    /// <summary>
    /// How hard a bounded layer tries to keep it. Default <see cref="EntryPriority.Normal"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Not one of the named priorities.</exception>
    public EntryPriority Priority
    {
        get;
        init
        {
            if (value > EntryPriority.High)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(Priority), value, "Priority is Normal, Low or High.");
            }

            field = value;
        }
    }

    /// <summary>
    /// The names of layers this call passes by: they are neither read nor written. Default none. A name the
    /// cache does not know is refused by the call.
    /// </summary>
    /// <exception cref="ArgumentNullException">Null.</exception>
    public IReadOnlyList<string> SkipLayers
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value;
        }
    } = [];

    /// <summary>
    /// When a write counts as done. Default <see langword="null"/>: the cache's
    /// <see cref="CacheOptions{TKey, TValue}.WritePolicy"/>.
    /// </summary>
    public WritePolicy? WritePolicy { get; init; }
}
