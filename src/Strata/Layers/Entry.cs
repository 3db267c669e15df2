namespace Strata;

/// <summary>A value and what is known of it. Layers hold entries; applications see values.</summary>
/// <typeparam name="TValue">The type of the value; <see langword="null"/> is a legal value.</typeparam>
public readonly struct Entry<TValue> : IEquatable<Entry<TValue>>
{
    /// <summary>Makes an entry.</summary>
    /// <param name="value">The value; <see langword="null"/> is legal.</param>
    /// <param name="deadline">When it stops being valid.</param>
    /// <param name="createdUnixMs">When the value was made, in milliseconds of Unix time.</param>
    /// <param name="weight">Its share of a layer's weight bound; 1 unless the caller says otherwise.</param>
    /// <param name="priority">How hard a bounded layer tries to keep it.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="weight"/> is less than 1.</exception>
    public Entry(
        TValue value,
        Deadline deadline,
        long createdUnixMs,
        int weight = 1,
        EntryPriority priority = EntryPriority.Normal)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(weight, 1);
        Value = value;
        Deadline = deadline;
        CreatedUnixMs = createdUnixMs;
        Weight = weight;
        Priority = priority;
    }

    /// <summary>The value; may be <see langword="null"/>.</summary>
    public TValue Value { get; private init; }

    /// <summary>When the entry stops being valid, in every layer alike.</summary>
    public Deadline Deadline { get; private init; }

    /// <summary>When the value was made, in milliseconds of Unix time; promotion keeps it.</summary>
    public long CreatedUnixMs { get; private init; }

    /// <summary>Its share of a layer's weight bound, at least 1.</summary>
    public int Weight { get; private init; }

    /// <summary>How hard a bounded layer tries to keep it.</summary>
    public EntryPriority Priority { get; private init; }

    /// <summary>
    /// How long the entry stays in memory after a hit, if it is a sliding one: its deadline there moves with every
    /// hit, but never beyond <see cref="Deadline"/>. <see langword="null"/> (the default): the deadline stands still.
    /// Layers other than memory do not keep it.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Zero or negative.</exception>
    public TimeSpan? SlidingTtl
    {
        get => SlidingMs == 0 ? null : TimeSpan.FromMilliseconds(SlidingMs);
        init
        {
            Ttl.ThrowIfNotPositive(value, nameof(SlidingTtl));
            SlidingMs = value is { } span ? Ttl.ToWholeMs(span) : 0;
        }
    }

    /// <summary>The sliding time to live in milliseconds; 0 if there is none.</summary>
    internal long SlidingMs { get; private init; }

    /// <summary>
    /// The same entry with an earlier deadline, if <paramref name="deadline"/> is the earlier one.
    /// </summary>
    /// <param name="deadline">The latest deadline wanted.</param>
    public Entry<TValue> NoLaterThan(Deadline deadline) =>
        deadline < Deadline ? this with { Deadline = deadline } : this;

    /// <inheritdoc />
    public bool Equals(Entry<TValue> other) =>
        EqualityComparer<TValue>.Default.Equals(Value, other.Value)
        && Deadline == other.Deadline
        && CreatedUnixMs == other.CreatedUnixMs
        && Weight == other.Weight
        && Priority == other.Priority
        && SlidingMs == other.SlidingMs;

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is Entry<TValue> other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() =>
        HashCode.Combine(Value, Deadline, CreatedUnixMs, Weight, Priority, SlidingMs);

    /// <summary>The same entry with another weight, at least 1.</summary>
    internal Entry<TValue> Weighing(int weight) => this with { Weight = weight };

    /// <summary>An entry that was valid when a layer took it in.</summary>
    internal static Entry<TValue> Held(
        TValue value, long deadlineUnixMs, long createdUnixMs, int weight, EntryPriority priority, long slidingMs) =>
        new()
        {
            Value = value,
            Deadline = new Deadline(deadlineUnixMs),
            CreatedUnixMs = createdUnixMs,
            Weight = weight,
            Priority = priority,
            SlidingMs = slidingMs,
        };

    /// <summary>Whether two entries hold equal values and facts.</summary>
    public static bool operator ==(Entry<TValue> left, Entry<TValue> right) => left.Equals(right);

    /// <summary>Whether two entries differ in value or facts.</summary>
    public static bool operator !=(Entry<TValue> left, Entry<TValue> right) => !left.Equals(right);
}
