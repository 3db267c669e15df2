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
    public TValue Value { get; }

    /// <summary>When the entry stops being valid, in every layer alike.</summary>
    public Deadline Deadline { get; private init; }

    /// <summary>When the value was made, in milliseconds of Unix time; promotion keeps it.</summary>
    public long CreatedUnixMs { get; }

    /// <summary>Its share of a layer's weight bound, at least 1.</summary>
    public int Weight { get; }

    /// <summary>How hard a bounded layer tries to keep it.</summary>
    public EntryPriority Priority { get; }

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
        && Priority == other.Priority;

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is Entry<TValue> other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Value, Deadline, CreatedUnixMs, Weight, Priority);

    /// <summary>Whether two entries hold equal values and facts.</summary>
    public static bool operator ==(Entry<TValue> left, Entry<TValue> right) => left.Equals(right);

    /// <summary>Whether two entries differ in value or facts.</summary>
    public static bool operator !=(Entry<TValue> left, Entry<TValue> right) => !left.Equals(right);
}
