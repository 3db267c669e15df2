using System.Runtime.CompilerServices;

namespace Strata;

/// <summary>The rules a time to live obeys wherever one is taken.</summary>
internal static class Ttl
{
    /// <summary>Refuses a time to live of zero or less, naming it.</summary>
    public static void ThrowIfNotPositive(
        TimeSpan? ttl, [CallerArgumentExpression(nameof(ttl))] string? name = null)
    {
        if (ttl is { Ticks: <= 0 } refused)
        {
            throw new ArgumentOutOfRangeException(
                name, refused, "A time to live is greater than zero; null means never.");
        }
    }

    /// <summary>Whole milliseconds, rounded up: a copy never lives shorter than asked.</summary>
    public static long ToWholeMs(TimeSpan ttl)
    {
        var whole = ttl.Ticks / TimeSpan.TicksPerMillisecond;
        return ttl.Ticks % TimeSpan.TicksPerMillisecond == 0 ? whole : whole + 1;
    }
}
