using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Strata.Lab.Tests.Cli;

/// <summary>A command and its verbs as a page of Markdown, from the same tree that the command parses with.</summary>
internal static class CommandReference
{
    // Where a default is no value but a rule, the description ends in it, as in help.
    private static readonly Regex DefaultInWords = new(@"\s*\[default: (?<text>.*)\]$");

    public static string Of(Command root)
    {
        var page = new StringBuilder("# Commands\n\n**In short:** every verb of `").Append(root.Name).Append(
            "`, as `--help` shows it. Written from the code: change it there, then `make approve`.\n");
        Append(page, root, root.Name, []);
        return page.ToString();
    }

    private static void Append(StringBuilder page, Command command, string path, IReadOnlyList<Option> inherited)
    {
        var options = command.Options.Where(o => !o.Hidden).ToList();
        page.Append(CultureInfo.InvariantCulture, $"\n## {path}\n\n{command.Description}\n");
        page.Append(CultureInfo.InvariantCulture, $"\n```console\n{Usage(command, path)}\n```\n");
        if (command.Arguments.Count > 0)
        {
            page.Append("\n| argument | meaning |\n|---|---|\n");
            foreach (var argument in command.Arguments)
            {
                page.Append(CultureInfo.InvariantCulture, $"| `{argument.Name}` | {argument.Description} |\n");
            }
        }

        if (options.Count > 0)
        {
            page.Append("\n| option | default | meaning |\n|---|---|---|\n");
            foreach (var option in options)
            {
                page.Append(Row(option));
            }
        }

        if (inherited.Count > 0)
        {
            page.Append("\nAnd: ").AppendJoin(", ", inherited.Select(Names)).Append(".\n");
        }

        var passedOn = inherited.Concat(options.Where(o => o.Recursive)).ToList();
        foreach (var verb in command.Subcommands.Where(c => !c.Hidden))
        {
            Append(page, verb, $"{path} {verb.Name}", passedOn);
        }
    }

    private static string Usage(Command command, string path) =>
        path
        + (command.Subcommands.Count > 0 ? $" {string.Join('|', command.Subcommands.Select(c => c.Name))}" : "")
        + string.Concat(command.Arguments.Select(a => $" {a.Name}"))
        + (command.Options.Count > 0 ? " [options]" : "");

    private static string Row(Option option)
    {
        var description = (option.Description ?? "").TrimEnd('.');
        var inWords = DefaultInWords.Match(description);
        var byDefault = inWords.Success ? inWords.Groups["text"].Value
            : option.HasDefaultValue && option.GetDefaultValue() is { } value and not false
                ? Convert.ToString(value, CultureInfo.InvariantCulture)
            : "";
        return $"| {Names(option)} | {byDefault} | {DefaultInWords.Replace(description, "")} |\n";
    }

    private static string Names(Option option)
    {
        var names = option.Aliases.Prepend(option.Name).Distinct().Where(name => name[0] == '-')
            .OrderBy(name => name.Length).ThenBy(name => name, StringComparer.Ordinal).Select(name => $"`{name}`");
        return string.Join(", ", names) + (option.HelpName is { } value ? $" *{value}*" : "");
    }
}
