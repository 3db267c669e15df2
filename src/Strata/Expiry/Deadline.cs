namespace Strata;

/// <summary>
/// The instant an entry stops being valid, in whole milliseconds of Unix time (UTC).
/// An entry is expired from the very millisecond of its deadline on: <c>now &gt;= deadline</c>.
/// </summary>
/// <param name="UnixMs">
/// Milliseconds since 1970-01-01T00:00:00Z; <see cref="long.MaxValue"/> means never.
/// </param>
public readonly record struct Deadline(long UnixMs) : IComparable<Deadline>
{
    /// <summary>The deadline of an entry that never expires by itself.</summary>
    public static Deadline Never { get; } = new(long.MaxValue);

    /// <summary>Whether this deadline never comes.</summary>
    public bool IsNever => UnixMs == long.MaxValue;

    /// <summary>The deadline that lies <paramref name="ttl"/> after <paramref name="nowUnixMs"/>.</summary>
    /// <param name="nowUnixMs">The present, in milliseconds of Unix time.</param>
    /// <param name="ttl">
    /// A time to live, rounded up to whole milliseconds so that it is never shorter than asked;
    /// <see langword="null"/> means never. One beyond the end of representable time is never, too.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="ttl"/> is zero or negative.</exception>
    public static Deadline After(long nowUnixMs, TimeSpan? ttl)
    {
        if (ttl is not { } span)
        {
            return Never;
        }

        Ttl.ThrowIfNotPositive(span);
        var spanMs = Ttl.ToWholeMs(span);
        return nowUnixMs >= long.MaxValue - spanMs ? Never : new Deadline(nowUnixMs + spanMs);
    }

    /// <summary>Whether the deadline has come: <c>now &gt;= deadline</c>.</summary>
    /// <param name="nowUnixMs">The present, in milliseconds of Unix time.</param>
    public bool HasCome(long nowUnixMs) => nowUnixMs >= UnixMs && UnixMs != long.MaxValue;

    /// <summary>
    /// What is left until the deadline; <see langword="null"/> if it never comes, zero if it has.
    /// </summary>
    /// <param name="nowUnixMs">The present, in milliseconds of Unix time.</param>
    public TimeSpan? Remaining(long nowUnixMs) =>
        IsNever ? null : TimeSpan.FromMilliseconds(Math.Max(0L, UnixMs - nowUnixMs));

    /// <summary>The earlier of two deadlines.</summary>
    /// <param name="a">One deadline.</param>
    /// <param name="b">The other.</param>
    public static Deadline Earlier(Deadline a, Deadline b) => a.UnixMs <= b.UnixMs ? a : b;

    /// <inheritdoc />
    public int CompareTo(Deadline other) => UnixMs.CompareTo(other.UnixMs);

    /// <summary>Whether <paramref name="left"/> comes before <paramref name="right"/>.</summary>
    public static bool operator <(Deadline left, Deadline right) => left.UnixMs < right.UnixMs;

    /// <summary>Whether <paramref name="left"/> comes after <paramref name="right"/>.</summary>
    public static bool operator >(Deadline left, Deadline right) => left.UnixMs > right.UnixMs;

    /// <summary>Whether <paramref name="left"/> comes no later than <paramref name="right"/>.</summary>
    public static bool operator <=(Deadline left, Deadline right) => left.UnixMs <= right.UnixMs;

    /// <summary>Whether <paramref name="left"/> comes no earlier than <paramref name="right"/>.</summary>
    public static bool operator >=(Deadline left, Deadline right) => left.UnixMs >= right.UnixMs;

    /// <summary>The instant in ISO 8601, or "never".</summary>
    public override string ToString() =>
        IsNever || UnixMs > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? "never"
            : DateTimeOffset.FromUnixTimeMilliseconds(UnixMs).ToString("O");
}
