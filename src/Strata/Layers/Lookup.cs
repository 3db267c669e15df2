using System.Diagnostics.CodeAnalysis;

namespace Strata;

/// <summary>
/// The answer to a look-up: found or not, the entry, which layer gave it, and what failed on the way.
/// The default value is a miss.
/// </summary>
/// <typeparam name="TValue">The type of the value; <see langword="null"/> is a legal value.</typeparam>
[SuppressMessage("Performance", "CA1815", Justification = "An answer is read, not compared.")]
public readonly struct Lookup<TValue>
{
    private readonly object? _origin;
    private readonly Entry<TValue> _entry;

    private Lookup(LookupStatus status, Entry<TValue> entry, object? origin)
    {
        Status = status;
        _entry = entry;
        _origin = origin;
    }

    /// <summary>The answer "not held here".</summary>
    public static Lookup<TValue> Miss => default;

    /// <summary>What the look-up found out.</summary>
    public LookupStatus Status { get; }

    /// <summary>Whether a valid entry was found. The value may still be <see langword="null"/>.</summary>
    public bool Found => Status == LookupStatus.Hit;

    /// <summary>The entry found.</summary>
    /// <exception cref="InvalidOperationException">Nothing was found.</exception>
    public Entry<TValue> Entry => Found ? _entry : throw NothingFound();

    /// <summary>The value found.</summary>
    /// <exception cref="InvalidOperationException">Nothing was found.</exception>
    public TValue Value => Found ? _entry.Value : throw NothingFound();

    /// <summary>
    /// The name of the layer that gave the entry; <see langword="null"/> if none did: nothing was
    /// found, or the load function made it.
    /// </summary>
    public string? Layer => _origin as string;

    /// <summary>
    /// What failed, if <see cref="Status"/> is <see cref="LookupStatus.Unavailable"/>; else empty.
    /// </summary>
    public IReadOnlyList<Exception> Failures => _origin switch
    {
        Exception one => [one],
        IReadOnlyList<Exception> many => many,
        _ => [],
    };

    /// <summary>The answer "held here".</summary>
    /// <param name="entry">The entry found.</param>
    public static Lookup<TValue> Hit(in Entry<TValue> entry) => new(LookupStatus.Hit, entry, null);

    /// <summary>The answer "held in that layer".</summary>
    /// <param name="entry">The entry found.</param>
    /// <param name="layer">The name of the layer that gave it.</param>
    public static Lookup<TValue> Hit(in Entry<TValue> entry, string? layer) =>
        new(LookupStatus.Hit, entry, layer);

    /// <summary>The answer "could not be asked".</summary>
    /// <param name="failure">Why not.</param>
    /// <exception cref="ArgumentNullException"><paramref name="failure"/> is null.</exception>
    public static Lookup<TValue> Unavailable(Exception failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return new(LookupStatus.Unavailable, default, failure);
    }

    /// <summary>The answer "could not be asked", for several reasons.</summary>
    /// <param name="failures">Why not; at least one.</param>
    /// <exception cref="ArgumentException"><paramref name="failures"/> is empty.</exception>
    public static Lookup<TValue> Unavailable(IReadOnlyList<Exception> failures)
    {
        ArgumentNullException.ThrowIfNull(failures);
        if (failures.Count == 0)
        {
            throw new ArgumentException("An unavailable answer carries at least one failure.", nameof(failures));
        }

        return new(LookupStatus.Unavailable, default, failures);
    }

    /// <summary>The value, if one was found.</summary>
    /// <param name="value">The value found; the default of its type otherwise.</param>
    /// <returns>Whether a value was found.</returns>
    public bool TryGetValue([MaybeNullWhen(false)] out TValue value)
    {
        value = _entry.Value;
        return Found;
    }

    /// <summary>The value found, or <paramref name="fallback"/>.</summary>
    /// <param name="fallback">What to answer when nothing was found.</param>
    public TValue ValueOr(TValue fallback) => Found ? _entry.Value : fallback;

    /// <summary>The answer in words, without the value.</summary>
    public override string ToString() => Status switch
    {
        LookupStatus.Hit => Layer is null ? "hit" : $"hit in {Layer}",
        LookupStatus.Unavailable => $"unavailable: {string.Join("; ", Failures.Select(f => f.Message))}",
        _ => "miss",
    };

    private InvalidOperationException NothingFound() =>
        new($"The look-up found no value ({this}): ask Found first.");
}
