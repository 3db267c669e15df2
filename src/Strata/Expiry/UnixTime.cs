namespace Strata;

/// <summary>
/// Reads a <see cref="TimeProvider"/> as whole milliseconds of Unix time, the unit of deadlines.
/// </summary>
public static class UnixTime
{
    /// <summary>The present, in milliseconds since 1970-01-01T00:00:00Z, rounded down.</summary>
    /// <param name="clock">The clock to read.</param>
    public static long NowMs(this TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        return (clock.GetUtcNow().UtcTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond;
    }
}
