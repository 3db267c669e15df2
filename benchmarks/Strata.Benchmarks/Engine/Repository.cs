namespace Strata.Benchmarks.Engine;

/// <summary>Where this program's repository keeps what its commands make.</summary>
internal static class Repository
{
    private const string Mark = "Strata.slnx";

    /// <summary>The path of a made file; in the folder one stands in if the program lies in no repository.</summary>
    /// <param name="name">Its path below the folder of artifacts.</param>
    public static string Artifact(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, Mark)))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder?.FullName ?? "", "artifacts", name);
    }
}
