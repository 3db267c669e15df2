namespace Strata.Lab.Bench;

/// <summary>A log found beside the one just written.</summary>
/// <param name="Path">The file.</param>
/// <param name="Log">What it says.</param>
public sealed record EarlierRun(string Path, RunLog Log)
{
    private const int FilesLookedAt = 50;

    // A day of seconds fills a quarter of this; whatever is larger is no log.
    private const long BytesMax = 64 << 20;

    /// <summary>
    /// The latest log in a folder of the same workload on the same database, made without a cache if
    /// <paramref name="log"/> was made with one, and the other way round; null if there is none.
    /// </summary>
    internal static EarlierRun? CounterpartOf(RunLog log, string path)
    {
        var own = System.IO.Path.GetFullPath(path);
        foreach (var file in LatestLogs(System.IO.Path.GetDirectoryName(own)!).Where(file => file.FullName != own))
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

    private static IEnumerable<FileInfo> LatestLogs(string folder)
    {
        try
        {
            return
            [
                .. new DirectoryInfo(folder).EnumerateFiles("*.json")
                    .Where(file => file.Length <= BytesMax)
                    .OrderByDescending(file => file.LastWriteTimeUtc)
                    .Take(FilesLookedAt),
            ];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The run's own log is written; a folder that cannot be listed costs the comparison only.
            return [];
        }
    }

    private static bool IsCounterpart(RunLog log, RunLog other) =>
        log.Run is { } run
        && other.Run is { Interrupted: false } otherRun
        && run.NoCache != otherRun.NoCache
        && run.Database == otherRun.Database
        && run.DurationSecondsLimit == otherRun.DurationSecondsLimit
        && log.Summary.TotalQueries > 0
        && other.Summary.TotalQueries > 0
        && Asked(log) == Asked(other);

    /// <summary>
    /// What was asked of the database: no time to live, and no count when it was time that ended the run.
    /// </summary>
    private static TestConfig Asked(RunLog log) => log.Run?.DurationSecondsLimit is null
        ? log.TestConfig with { TtlMs = 0 }
        : log.TestConfig with { TtlMs = 0, QueriesPerThread = 0, TotalQueries = 0 };
}
