using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Strata.Cli.Options;

/// <summary>
/// Options that take whole numbers out of a range, separated by commas, and refuse others by name, value and range.
/// </summary>
internal static class NumberLists
{
    /// <summary>More than these no table shows.</summary>
    private const int CountMax = 16;

    /// <summary>An option that may be left out; what happens then stands in help as its default.</summary>
    public static Option<int[]?> Optional(
        string name, int min, int max, string description, IReadOnlyList<int> byDefault)
    {
        var option = new Option<int[]?>(name)
        {
            Description = $"{description}; each {Numbers.Range(min, max)} [default: {string.Join(',', byDefault)}]",
            HelpName = "N,N,…",
            Arity = ArgumentArity.ExactlyOne,
        };
        option.CustomParser = result => Parse(result, name, min, max);
        return option;
    }

    private static int[]? Parse(ArgumentResult result, string name, int min, int max)
    {
        var text = result.Tokens is [var token] ? token.Value : "";
        var numbers = new List<int>();
        foreach (var part in text.Split(','))
        {
            if (!Numbers.TryRead(part, min, max, out var number) || numbers.Count == CountMax)
            {
                result.AddError(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name} '{text}' is refused: it takes at most {CountMax} whole numbers from "
                    + $"{Numbers.Range(min, max)}, separated by commas"));
                return null;
            }

            numbers.Add((int)number);
        }

        return [.. numbers];
    }
}
