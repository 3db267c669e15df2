using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using System.Xml.XPath;

namespace Strata.Lab.Tests.Cli;

/// <summary>
/// Option records as a page of Markdown: each property with its type, its default and what its comment says
/// first.
/// </summary>
internal static class OptionsReference
{
    private static readonly Regex Blanks = new(@"\s+");
    private static readonly Regex FirstSentence = new(@"^.*?[.](?=\s|$)");

    public static string Of(params Type[] records)
    {
        var page = new StringBuilder(
            "# Options\n\n**In short:** every setting of the library and of a bench run, with its default. "
            + "Written from the code: change the comment there, then `make approve`.\n");
        foreach (var record in records)
        {
            Append(page, record);
        }

        return page.ToString();
    }

    private static void Append(StringBuilder page, Type record)
    {
        var shown = record.IsGenericType ? record.GetGenericTypeDefinition() : record;
        var comments = XDocument.Load(Path.ChangeExtension(record.Assembly.Location, ".xml"));
        var defaults = Activator.CreateInstance(record)!;
        page.Append(CultureInfo.InvariantCulture, $"\n## {NameWithoutArity(record)}\n\n");
        page.Append(CultureInfo.InvariantCulture, $"{Comment(comments, $"T:{shown.FullName}")}\n");
        page.Append("\n| property | type | default | |\n|---|---|---|---|\n");
        foreach (var property in shown.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var type = TypeName(property.PropertyType)
                + (IsNullableReference(property) ? "?" : "");
            var value = property.IsDefined(typeof(RequiredMemberAttribute))
                ? "required"
                : InWords(record.GetProperty(property.Name)!.GetValue(defaults));
            var comment = Comment(comments, $"P:{shown.FullName}.{property.Name}");
            page.Append(CultureInfo.InvariantCulture, $"| `{property.Name}` | `{type}` | {value} | {comment} |\n");
        }
    }

    private static string Comment(XDocument comments, string member)
    {
        var summary = comments.XPathSelectElement($"//member[@name='{member}']/summary")
            ?? throw new InvalidOperationException($"{member} has no comment.");
        var text = Blanks.Replace(string.Concat(summary.Nodes().Select(InWords)), " ").Trim();
        return FirstSentence.Match(text).Value is { Length: > 0 } first ? first : text;
    }

    private static string InWords(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Value: { Length: > 0 } code } => $"`{code}`",
        XElement element when element.Attribute("langword") is { } word => $"`{word.Value}`",
        XElement element when element.Attribute("cref") is { } member => $"`{ShortName(member.Value)}`",
        _ => "",
    };

    /// <summary>
    /// What a reference names, with its type: <c>P:Strata.EntryOptions.Weight</c> is EntryOptions.Weight.
    /// </summary>
    private static string ShortName(string member)
    {
        var parts = Regex.Replace(member[2..], @"`\d+|\(.*\)", "").Split('.');
        return member[0] == 'T' ? parts[^1] : string.Join('.', parts[^2..]);
    }

    private static string InWords(object? value) => value switch
    {
        null => "`null`",
        TimeProvider => "the system's",
        TimeSpan span => Span(span),
        string text => $"`\"{text}\"`",
        bool truth => truth ? "`true`" : "`false`",
        EntryOptions => "`EntryOptions.Default`",
        ICollection { Count: 0 } => "none",
        IFormattable number and not Enum => number.ToString("N0", CultureInfo.InvariantCulture),
        _ => $"`{value}`",
    };

    private static string Span(TimeSpan span) => span switch
    {
        { TotalMinutes: >= 1 } => $"{span.TotalMinutes} min",
        { TotalSeconds: >= 1 } => $"{span.TotalSeconds} s",
        _ => $"{span.TotalMilliseconds} ms",
    };

    private static bool IsNullableReference(PropertyInfo property) =>
        !property.PropertyType.IsValueType
        && new NullabilityInfoContext().Create(property).ReadState == NullabilityState.Nullable;

    private static string TypeName(Type type) =>
        Nullable.GetUnderlyingType(type) is { } inner ? TypeName(inner) + "?"
        : type == typeof(int) ? "int"
        : type == typeof(long) ? "long"
        : type == typeof(double) ? "double"
        : type == typeof(bool) ? "bool"
        : type == typeof(string) ? "string"
        : type.IsGenericType ? $"{NameWithoutArity(type)}<{Arguments(type)}>"
        : type.Name;

    private static string Arguments(Type type) => string.Join(", ", type.GetGenericArguments().Select(TypeName));

    private static string NameWithoutArity(Type type) => type.Name.Split('`')[0];
}
