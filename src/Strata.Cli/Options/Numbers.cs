using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Strata.Cli.Options;

/// <summary>
/// Options that take a whole number out of a range, and refuse others by name, value and range.
/// </summary>
internal static class Numbers
{
    /// <summary>An option with a default.</summary>
    public static Option<long> Of(
        string name, string[] aliases, long min, long max, long byDefault, string description)
    {
        var option = new Option<long>(name, aliases)
        {
            Description = $"{description}; {Range(min, max)}",
            HelpName = "N",
            DefaultValueFactory = _ => byDefault,
        };
        option.CustomParser = result => Parse(result, name, min, max) ?? byDefault;
        return option;
    }

    /// <summary>An option that may be left out; what happens then stands in help as its default.</summary>
    public static Option<long?> Optional(
        string name, string[] aliases, long min, long max, string description, string? byDefault = null)
    {
        var option = new Option<long?>(name, aliases)
        {
            Description = $"{description}; {Range(min, max)}{(byDefault is null ? "" : $" [default: {byDefault}]")}",
            HelpName = "N",
        };
        option.CustomParser = result => Parse(result, name, min, max);
        return option;
    }

    /// <summary>Reads a number out of a range as people type it.</summary>
    public static bool TryRead(string? text, long min, long max, out long number) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number)
        && number >= min && number <= max;

    /// <summary>The range in words.</summary>
    public static string Range(long min, long max) =>
        string.Create(CultureInfo.InvariantCulture, $"{min:N0} to {max:N0}");

    private static long? Parse(ArgumentResult result, string name, long min, long max)
    {
        var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        if (TryRead(text, min, max, out var number))
        {
            return number;
        }

        result.AddError($"{name} '{text}' is refused: it takes a whole number from {Range(min, max)}");
        return null;
    }
}
