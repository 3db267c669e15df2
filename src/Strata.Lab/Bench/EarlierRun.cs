namespace Strata.Lab.Bench;

/// <summary>A log found beside the one just written.</summary>
/// <param name="Path">The file.</param>
/// <param name="Log">What it says.</param>
public sealed record EarlierRun(string Path, RunLog Log)
{
    private const int FilesLookedAt = 50;

    /// <summary>
    /// The latest log in a folder of the same workload on the same database, made without a cache if
    /// <paramref name="log"/> was made with one, and the other way round; null if there is none.
    /// </summary>
    internal static EarlierRun? CounterpartOf(RunLog log, string path)
    {
        var folder = new DirectoryInfo(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!);
        var latest = folder.EnumerateFiles("*.json")
            .Where(file => file.FullName != System.IO.Path.GetFullPath(path))
            .OrderByDescending(file => file.LastWriteTimeUtc)
            .Take(FilesLookedAt);
        foreach (var file in latest)
        {
            try
            {
                if (RunLog.Read(file.FullName) is var other && IsCounterpart(log, other))
                {
                    return new(System.IO.Path.Combine(System.IO.Path.GetDirectoryName(path) ?? "", file.Name), other);
                }
            }
            catch (RunLogException)
            {
                // Some other JSON file; it is none of ours.
            }
        }

        return null;
    }

    private static bool IsCounterpart(RunLog log, RunLog other) =>
        log.Run is { } run
        && other.Run is { Interrupted: false } otherRun
        && run.NoCache != otherRun.NoCache
        && run.Database == otherRun.Database
        && (log.TestConfig with { TtlMs = 0 }) == (other.TestConfig with { TtlMs = 0 });
}
