using Strata.Lab.Tests.Cli;
using Strata.Lab.Traces;

namespace Strata.Lab.Tests.Traces;

/// <summary>
/// The published traces, which are not part of the repository: in the folder STRATA_TRACES names, or in shared/traces
/// beside the repository or above.
/// </summary>
internal static class PublishedTraces
{
    private static readonly string? Folder = Find();

    public static Trace Read(string name)
    {
        Assert.SkipWhen(Folder is null, "the published traces are not here");
        return TraceFile.Read(Path.Combine(Folder!, name), null, TestContext.Current.CancellationToken);
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("STRATA_TRACES") is { Length: > 0 } named)
        {
            return named;
        }

        for (var at = new DirectoryInfo(Documents.Root); at is not null; at = at.Parent)
        {
            var folder = Path.Combine(at.FullName, "shared", "traces");
            if (File.Exists(Path.Combine(folder, "OLTP.lis.gz")))
            {
                return folder;
            }
        }

        return null;
    }
}
