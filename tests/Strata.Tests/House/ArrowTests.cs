namespace Strata.Tests.House;

/// <summary>The house as drawn in docs/architecture.md: which project may know which.</summary>
public sealed class ArrowTests
{
    private static readonly string[] Adapters =
        ["Strata.Redis", "Strata.Memcached", "Strata.Postgres", "Strata.Sqlite"];

    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Strata.Resp"] = [],
        ["Strata"] = ["Strata.Resp"],
        ["Strata.Redis"] = ["Strata", "Strata.Resp"],
        ["Strata.Memcached"] = ["Strata"],
        ["Strata.Postgres"] = ["Strata"],
        ["Strata.Sqlite"] = ["Strata"],
        ["Strata.Generators"] = [],
        ["Strata.Extensions"] = [.. Adapters, "Strata"],
        ["Strata.Server"] = [.. Adapters, "Strata", "Strata.Resp"],
        ["Strata.Lab"] = [.. Adapters, "Strata", "Strata.Resp", "Strata.Server"],
        ["Strata.Cli"] = [.. Adapters, "Strata", "Strata.Resp", "Strata.Server", "Strata.Lab"],
    };

    [Fact]
    public void Projects_know_only_what_stands_below_them() => Faults.None(
        Repository.Projects("src").SelectMany(
            project => ForbiddenArrows(Repository.NameOf(project), References(project, "ProjectReference"))),
        "Remove the reference, or move the code to where the arrow may go. A new project gets a row in this"
        + " table, a place in the picture, and a record in docs/decisions/.");

    [Fact]
    public void The_library_and_the_wire_reference_no_package() => Faults.None(
        Repository.Projects("src").Where(p => Repository.NameOf(p) is "Strata" or "Strata.Resp")
            .SelectMany(p => References(p, "PackageReference").Select(package => $"{p} references {package}")),
        "Strata and Strata.Resp stand on .NET alone: put what needs a package into a project of its own.");

    [Theory]
    [InlineData("Strata", "Strata.Sqlite")]
    [InlineData("Strata.Sqlite", "Strata.Redis")]
    [InlineData("Strata.Lab", "Strata.Cli")]
    [InlineData("Strata.Unheard", "Strata")]
    public void An_arrow_that_is_not_drawn_is_found(string from, string to) =>
        Assert.NotEmpty(ForbiddenArrows(from, [to]));

    [Fact]
    public void The_drawn_arrows_make_no_circle() => Assert.All(Allowed.Keys, project =>
    {
        var below = new HashSet<string>();
        var open = new Stack<string>(Allowed[project]);
        while (open.TryPop(out var next))
        {
            if (below.Add(next))
            {
                Array.ForEach(Allowed[next], open.Push);
            }
        }

        Assert.DoesNotContain(project, below);
    });

    private static IEnumerable<string> ForbiddenArrows(string project, IEnumerable<string> references) =>
        Allowed.TryGetValue(project, out var allowed)
            ? references.Except(allowed).Select(reference => $"{project} -> {reference}")
            : [$"{project} has no row in the table of arrows"];

    private static IEnumerable<string> References(string project, string element) =>
        Repository.ReadXml(project).Descendants(element)
            .Select(e => (string?)e.Attribute("Include"))
            .OfType<string>()
            .Select(include => element == "ProjectReference"
                ? Repository.NameOf(include.Replace('\\', '/'))
                : include);
}
