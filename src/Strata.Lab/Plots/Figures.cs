using System.Globalization;

namespace Strata.Lab;

/// <summary>Numbers as people read them: three digits that matter, a unit, thousands apart.</summary>
internal static class Figures
{
    /// <summary>A duration in the unit that suits it: "820 ns", "12.3 µs", "1.23 ms", "4.56 s".</summary>
    public static string Time(double microseconds) => microseconds switch
    {
        <= 0 => "0 µs",
        < 0.9995 => $"{Digits(microseconds * 1e3)} ns",
        < 999.5 => $"{Digits(microseconds)} µs",
        < 999_500 => $"{Digits(microseconds / 1e3)} ms",
        _ => $"{Digits(microseconds / 1e6)} s",
    };

    /// <summary>A round duration for an axis: "1 ms", not "1.00 ms".</summary>
    public static string Tick(double microseconds)
    {
        var (number, unit) = microseconds switch
        {
            < 0.9995 => (microseconds * 1e3, "ns"),
            < 999.5 => (microseconds, "µs"),
            < 999_500 => (microseconds / 1e3, "ms"),
            _ => (microseconds / 1e6, "s"),
        };
        var format = number is >= 1e5 or < 0.01 ? "0.#e+0" : "0.##";
        return $"{number.ToString(format, CultureInfo.InvariantCulture)} {unit}";
    }

    /// <summary>A whole number with thousands apart.</summary>
    public static string Count(double number) =>
        number < 1e12 ? number.ToString("N0", CultureInfo.InvariantCulture) : Digits(number);

    /// <summary>Operations a second.</summary>
    public static string Rate(double perSecond) =>
        perSecond is >= 100 or 0 ? $"{Count(perSecond)}/s" : $"{Digits(perSecond)}/s";

    /// <summary>A share, with one digit after the point.</summary>
    public static string Percent(double percent) =>
        percent < 1e6 ? $"{percent.ToString("0.0", CultureInfo.InvariantCulture)} %" : $"{Digits(percent)} %";

    /// <summary>A factor such as "4.8×".</summary>
    public static string Factor(double factor) => $"{Digits(factor)}×";

    /// <summary>
    /// A span of the run's time, as short as can be: "12 s", "25 min", "3:05 min", "2:07 h".
    /// </summary>
    public static string Span(double seconds) => seconds switch
    {
        < 120 => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.##} s"),
        < 3600 when seconds % 60 < 1 => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(seconds / 60)} min"),
        < 3600 => string.Create(
            CultureInfo.InvariantCulture, $"{Math.Floor(seconds / 60)}:{Math.Floor(seconds % 60):00} min"),
        < 1e8 => string.Create(
            CultureInfo.InvariantCulture, $"{Math.Floor(seconds / 3600)}:{Math.Floor(seconds / 60 % 60):00} h"),
        _ => $"{Digits(seconds / 86400 / 365.25)} years",
    };

    private static string Digits(double value)
    {
        var format = value switch
        {
            >= 1e7 => "0.##e+0",
            >= 999.5 => "N0",
            >= 99.95 => "0",
            >= 9.995 => "0.0",
            _ => "0.00",
        };
        return value.ToString(format, CultureInfo.InvariantCulture);
    }
}
