using System.Xml.Linq;

namespace Strata.Tests.House;

/// <summary>A project file says what the project is; how it is built is said once, in the props files.</summary>
public sealed class ProjectFileTests
{
    private static readonly string[] SaidInProps =
    [
        "AnalysisLevel", "Authors", "EnforceCodeStyleInBuild", "ImplicitUsings", "LangVersion", "Nullable",
        "TargetFramework", "TreatWarningsAsErrors", "Version", "VersionPrefix", "WarningsNotAsErrors",
    ];

    [Fact]
    public void Package_versions_stand_in_one_file() => Faults.None(
        AllProjects().SelectMany(p => VersionsIn(p, Repository.ReadXml(p))),
        "Move the version to Directory.Packages.props.");

    [Fact]
    public void Build_settings_stand_in_the_props_files() => Faults.None(
        AllProjects().SelectMany(p => SettingsIn(p, Repository.ReadXml(p))),
        "Remove the setting: Directory.Build.props, or the one in src/ or tests/, sets it for every project.");

    [Fact]
    public void Every_project_is_in_the_solution() => Faults.None(
        AllProjects().Except(
            Repository.ReadXml("Strata.slnx").Descendants("Project").Select(p => p.Attribute("Path")!.Value)),
        "Add the project to Strata.slnx, or it is neither built nor tested.");

    [Fact]
    public void Every_package_has_one_version() => Faults.None(
        Repository.ReadXml("Directory.Packages.props").Descendants("PackageVersion")
            .GroupBy(p => (string?)p.Attribute("Include"))
            .Where(g => g.Count() > 1)
            .Select(g => $"{g.Key} has {g.Count()} versions"),
        "Keep one line a package in Directory.Packages.props.");

    [Theory]
    [InlineData("<P><PackageReference Include='A' Version='1' /></P>")]
    [InlineData("<P><PackageReference Include='A'><Version>1</Version></PackageReference></P>")]
    [InlineData("<P><PackageReference Include='A' VersionOverride='1' /></P>")]
    public void A_version_in_a_project_file_is_found(string xml) =>
        Assert.Single(VersionsIn("src/A/A.csproj", XDocument.Parse(xml)));

    [Theory]
    [InlineData("src/A/A.csproj", "<P><NoWarn>CS1591</NoWarn></P>")]
    [InlineData("tests/A/A.csproj", "<P><Nullable>disable</Nullable></P>")]
    public void A_setting_in_a_project_file_is_found(string path, string xml) =>
        Assert.Single(SettingsIn(path, XDocument.Parse(xml)));

    private static IEnumerable<string> AllProjects() =>
        Repository.Projects("src").Concat(Repository.Projects("tests")).Concat(Repository.Projects("bench"));

    private static IEnumerable<string> VersionsIn(string path, XDocument project) =>
        project.Descendants("PackageReference")
            .Where(r => r.Attribute("Version") is not null || r.Attribute("VersionOverride") is not null
                || r.Element("Version") is not null)
            .Select(r => $"{path}: {(string?)r.Attribute("Include")}");

    private static IEnumerable<string> SettingsIn(string path, XDocument project) =>
        project.Descendants().Select(e => e.Name.LocalName)
            .Where(name => SaidInProps.Contains(name)
                || (name == "NoWarn" && path.StartsWith("src/", StringComparison.Ordinal)))
            // A generator runs inside the compiler, which fixes its target.
            .Where(name => !(name == "TargetFramework" && Repository.NameOf(path) == "Strata.Generators"))
            .Select(name => $"{path}: {name}");
}
