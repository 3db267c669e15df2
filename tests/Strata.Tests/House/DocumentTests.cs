using System.Text.RegularExpressions;

namespace Strata.Tests.House;

/// <summary>The documents hold together: links lead somewhere, decisions are numbered and listed.</summary>
public sealed class DocumentTests
{
    private const string Decisions = "docs/decisions/";

    [Fact]
    public void Every_link_leads_to_a_file_and_a_heading() => Faults.None(
        Repository.Files.Where(f => f.EndsWith(".md", StringComparison.Ordinal))
            .SelectMany(f => BrokenLinks(f, Repository.Read(f))),
        "Mend the link: the file or the heading it names is not there.");

    [Fact]
    public void Decisions_are_numbered_without_gaps()
    {
        var numbers = DecisionFiles().Select(f => Path.GetFileName(f)[..4]).ToList();
        Assert.NotEmpty(numbers);
        Faults.None(
            MisnumberedDecisions(numbers),
            "Give each file in docs/decisions/ the next free number of four digits, as in 0002-name.md.");
    }

    [Fact]
    public void Decisions_carry_their_number_and_are_listed()
    {
        var listed = Markdown.Links(Repository.Read(Decisions + "README.md")).ToHashSet();
        Faults.None(
            DecisionFiles().Where(f => !listed.Contains(Path.GetFileName(f))).Select(f => $"{f} is not listed")
                .Concat(DecisionFiles()
                    .Where(f => !Repository.Read(f).StartsWith(
                        $"# {Path.GetFileName(f)[..4]} ", StringComparison.Ordinal))
                    .Select(f => $"{f} does not begin with '# {Path.GetFileName(f)[..4]} '")),
            "List the decision in docs/decisions/README.md and begin it with its number.");
    }

    [Theory]
    [InlineData("[a](missing.md)")]
    [InlineData("![a](missing.png)")]
    [InlineData("[a](../CONTRIBUTING.md#no-such-heading)")]
    [InlineData("[a](#no-such-heading)")]
    [InlineData("[a][b]\n\n[b]: missing.md")]
    [InlineData("<img src=\"missing.svg\">")]
    [InlineData("[a](../../outside.md)")]
    public void A_broken_link_is_found(string text) => Assert.Single(BrokenLinks("docs/a.md", text));

    [Theory]
    [InlineData("[a](https://example.org/x.md) [b](mailto:a@example.org) [c](../CONTRIBUTING.md) [d](../src)")]
    [InlineData("# One, two: `three`\n[a](#one-two-three)")]
    [InlineData("# Twice\n# Twice\n[a](#twice-1)")]
    [InlineData("`[a](missing.md)`\n```md\n[a](missing.md)\n```")]
    public void A_good_link_is_left_in_peace(string text) => Assert.Empty(BrokenLinks("docs/a.md", text));

    [Theory]
    [InlineData("0001", "0003")]
    [InlineData("0001", "0001")]
    [InlineData("0002", "0003")]
    [InlineData("0001", "2-no")]
    public void A_gap_or_a_double_is_found(string first, string second) =>
        Assert.NotEmpty(MisnumberedDecisions([first, second]));

    private static IEnumerable<string> DecisionFiles() => Repository.Files.Where(
        f => f.StartsWith(Decisions, StringComparison.Ordinal) && f != Decisions + "README.md");

    private static IEnumerable<string> MisnumberedDecisions(List<string> numbers) =>
        numbers.Where((number, i) => number != $"{i + 1:0000}");

    private static IEnumerable<string> BrokenLinks(string file, string text) =>
        Markdown.Links(text).Where(link => !Regex.IsMatch(link, "^[a-z]+:|^//") && !Leads(file, text, link))
            .Select(link => $"{file}: {link}");

    private static bool Leads(string file, string text, string link)
    {
        var parts = Uri.UnescapeDataString(link).Split('#', 2);
        var target = Path.GetRelativePath(
            Repository.Root,
            Path.Combine(Repository.Root, Path.GetDirectoryName(file)!, parts[0])).Replace('\\', '/');
        if (parts[0].Length > 0 && (target.StartsWith("..", StringComparison.Ordinal) || !Repository.Exists(target)))
        {
            return false;
        }

        var page = parts[0].Length == 0 ? text
            : target.EndsWith(".md", StringComparison.Ordinal) ? Repository.Read(target)
            : null;
        return parts.Length == 1 || page is null || Markdown.Anchors(page).Contains(parts[1]);
    }
}
