namespace Strata.Lab.Tests;

/// <summary>Compares text with an approved file beside the tests; STRATA_APPROVE=1 approves what is there now.</summary>
internal static class Golden
{
    public static void Check(string folder, string file, string actual)
    {
        if (Environment.GetEnvironmentVariable("STRATA_APPROVE") == "1")
        {
            File.WriteAllText(Path.Combine(Sources(), folder, file), actual);
            return;
        }

        Assert.Equal(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, folder, file)), actual);
    }

    private static string Sources()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Strata.slnx")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The sources are not above the tests.");
        }

        return Path.Combine(folder.FullName, "tests", "Strata.Lab.Tests");
    }
}
