using System.Runtime.CompilerServices;

namespace Strata;

/// <summary>
/// Refuses settings out of their range with one line that names the setting, the value and what is
/// allowed.
/// </summary>
internal static class Setting
{
    public static void ThrowIfBlank(string value, [CallerArgumentExpression(nameof(value))] string? name = null)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            throw new ArgumentException($"{name} is empty; it takes a name.", name);
        }
    }

    public static void ThrowIfLessThan(
        long value, long min, [CallerArgumentExpression(nameof(value))] string? name = null)
    {
        if (value < min)
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} is at least {min}.");
        }
    }

    public static void ThrowIfOutside(
        TimeSpan value, TimeSpan min, TimeSpan max, [CallerArgumentExpression(nameof(value))] string? name = null)
    {
        if (value < min || value > max)
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} lies between {min:c} and {max:c}.");
        }
    }
}
