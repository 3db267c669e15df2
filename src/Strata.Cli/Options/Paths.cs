using System.CommandLine;

namespace Strata.Cli.Options;

/// <summary>Options that take the name of a file, and refuse an empty one by name.</summary>
internal static class Paths
{
    /// <summary>An option that may be left out.</summary>
    public static Option<string?> Optional(string name, string description)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = "FILE" };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && string.IsNullOrWhiteSpace(token.Value))
            {
                result.AddError(Refusal(name));
            }
        });
        return option;
    }

    /// <summary>An argument that must be given.</summary>
    public static Argument<string> Required(string name, string description)
    {
        var argument = new Argument<string>(name) { Description = description };
        argument.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && string.IsNullOrWhiteSpace(token.Value))
            {
                result.AddError(Refusal(name));
            }
        });
        return argument;
    }

    private static string Refusal(string name) => $"{name} '' is refused: it takes the name of a file";
}
