using System.Xml.Linq;

namespace Strata.Tests.House;

/// <summary>The files of the repository these tests were built from, by paths written with '/'.</summary>
internal static class Repository
{
    private static readonly HashSet<string> NotOurs =
    [
        ".git", ".vs", ".idea", "bin", "obj", "artifacts", "logs", "node_modules", "TestResults",
        "BenchmarkDotNet.Artifacts",
    ];

    public static string Root { get; } = FindRoot();

    /// <summary>Every file that people wrote, relative to the root.</summary>
    public static IReadOnlyList<string> Files { get; } =
        [.. List(new DirectoryInfo(Root)).Select(Relative).Order(StringComparer.Ordinal)];

    /// <summary>The project files below a folder such as "src".</summary>
    public static IEnumerable<string> Projects(string folder) => Files.Where(
        f => f.StartsWith(folder + "/", StringComparison.Ordinal) && f.EndsWith(".csproj", StringComparison.Ordinal));

    public static string FullPath(string file) => Path.Combine(Root, file);

    public static bool Exists(string file) => Path.Exists(FullPath(file));

    public static string Read(string file) => File.ReadAllText(FullPath(file));

    public static XDocument ReadXml(string file) => XDocument.Parse(Read(file));

    public static string NameOf(string project) => Path.GetFileNameWithoutExtension(project);

    private static IEnumerable<string> List(DirectoryInfo folder) =>
        folder.EnumerateFiles().Where(f => f.Name != ".git").Select(f => f.FullName).Concat(
            folder.EnumerateDirectories().Where(d => !NotOurs.Contains(d.Name)).SelectMany(List));

    private static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Strata.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("These tests read the repository: run them from inside it.");
    }
}
