namespace Strata.Lab.Tests.Cli;

/// <summary>Files of the repository these tests were built from, by paths written with '/'.</summary>
internal static class Documents
{
    public static string Root { get; } = FindRoot();

    public static string PathOf(string file) => Path.Combine(Root, file);

    public static string Read(string file) => File.ReadAllText(PathOf(file)).ReplaceLineEndings("\n");

    /// <summary>Fails unless a file holds a text that the code wrote; with STRATA_APPROVE=1 it is rewritten.</summary>
    public static void AssertCurrent(string file, string written)
    {
        if (Environment.GetEnvironmentVariable("STRATA_APPROVE") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(PathOf(file))!);
            File.WriteAllText(PathOf(file), written);
            return;
        }

        var held = File.Exists(PathOf(file)) ? Read(file) : "";
        var changed = written.Split('\n').Except(held.Split('\n')).Select(line => "+ " + line)
            .Concat(held.Split('\n').Except(written.Split('\n')).Select(line => "- " + line));
        Assert.True(held == written, $"{file} is not current: run 'make approve'.\n{string.Join('\n', changed)}");
    }

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
