using System.Text.RegularExpressions;

namespace Strata.Tests.House;

/// <summary>The links and headings of a Markdown text; code in it is passed over.</summary>
internal static class Markdown
{
    private static readonly Regex Fenced = new(@"^(?<fence>```+|~~~+).*?^\k<fence>[`~]*\s*$|\A---\n.*?^---$",
        RegexOptions.Multiline | RegexOptions.Singleline);

    private static readonly Regex InlineCode = new("(`+)(?!`).*?(?<!`)\\1(?!`)");
    private static readonly Regex Comment = new("<!--.*?-->", RegexOptions.Singleline);

    private static readonly Regex Link = new(
        @"\]\(\s*<?(?<to>[^)\s>]+)>?(\s+""[^""]*"")?\s*\)|^\s{0,3}\[[^\]]+\]:\s*<?(?<to>[^\s>]+)"
        + @"|\b(href|src|srcset)=""(?<to>[^""\s]+)",
        RegexOptions.Multiline);

    private static readonly Regex Heading = new(@"^#{1,6}\s+(?<text>.+?)\s*#*\s*$", RegexOptions.Multiline);
    private static readonly Regex Anchor = new(@"<a\s+(id|name)=""(?<id>[^""]+)""");
    private static readonly Regex LinkText = new(@"!?\[(?<text>[^\]]*)\]\([^)]*\)");

    public static IEnumerable<string> Links(string text) =>
        Link.Matches(InlineCode.Replace(WithoutBlocks(text), "")).Select(m => m.Groups["to"].Value);

    /// <summary>The fragments one can link to, made as GitHub makes them.</summary>
    public static IReadOnlySet<string> Anchors(string text)
    {
        var prose = WithoutBlocks(text);
        var anchors = Anchor.Matches(prose).Select(m => m.Groups["id"].Value).ToHashSet(StringComparer.Ordinal);
        var seen = new Dictionary<string, int>();
        foreach (var heading in Heading.Matches(prose).Select(m => Slug(m.Groups["text"].Value)))
        {
            var times = seen[heading] = seen.GetValueOrDefault(heading) + 1;
            anchors.Add(times == 1 ? heading : $"{heading}-{times - 1}");
        }

        return anchors;
    }

    private static string Slug(string heading) => string.Concat(
        LinkText.Replace(heading, "${text}").ToLowerInvariant()
            .Where(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_')
            .Select(c => c == ' ' ? '-' : c));

    private static string WithoutBlocks(string text) =>
        Comment.Replace(Fenced.Replace(text.ReplaceLineEndings("\n"), ""), "");
}
