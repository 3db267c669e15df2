using Strata.Lab.Databases;
using Strata.Lab.Stacks;

namespace Strata.Lab.Bench;

/// <summary>Two options of a run that name the same file, so that one would overwrite the other's.</summary>
/// <param name="First">The one option.</param>
/// <param name="Second">The other.</param>
/// <param name="Path">The file.</param>
public sealed record FileClash(string First, string Second, string Path)
{
    // Paths that differ in case alone are the same file on most Windows and macOS disks.
    private static readonly StringComparison PathComparison =
        OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;

    // What SQLite keeps beside a database belongs to it.
    private static readonly string[] SqliteSuffixes = ["", "-wal", "-shm", "-journal"];

    /// <summary>Looks for a clash; null if every option has a file of its own.</summary>
    /// <param name="options">The run.</param>
    /// <exception cref="ArgumentException">
    /// The cache or the database is described in no known form.
    /// </exception>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    public static FileClash? In(BenchOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Among(Files(options));
    }

    /// <summary>Looks for a clash among files, each with what names it; null if there is none.</summary>
    /// <param name="named">The files; those of one option may be the same.</param>
    /// <exception cref="ArgumentNullException"><paramref name="named"/> is null.</exception>
    public static FileClash? Among(IEnumerable<(string Option, string Path)> named)
    {
        ArgumentNullException.ThrowIfNull(named);
        var files = named.Select(file => (file.Option, file.Path, Real: Resolved(file.Path))).ToArray();
        for (var i = 0; i < files.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (files[i].Option != files[j].Option && string.Equals(files[i].Real, files[j].Real, PathComparison))
                {
                    return new(files[j].Option, files[i].Option, files[i].Path);
                }
            }
        }

        return null;
    }

    /// <summary>The clash as a sentence.</summary>
    public override string ToString() => $"{First} and {Second} name the same file '{Path}': each needs its own";

    private static IEnumerable<(string Option, string Path)> Files(BenchOptions options)
    {
        var cached = options.Cache is null ? [] : CacheLayers.FilesOf(options.Cache, options.CacheFolder);
        var database = FlightDatabases.FileOf(options.Database, options.CacheFolder, BenchRun.DataSeed);
        return
        [
            .. cached.SelectMany(path => SqliteSuffixes.Select(suffix => ("--cache", path + suffix))),
            .. SqliteSuffixes.Where(_ => database is not null).Select(suffix => ("--database", database + suffix)),
            .. Named("--out", options.Out),
            .. Named("--html", options.Html),
        ];
    }

    /// <summary>
    /// The path with the links among its folders followed, so that two ways to a file are seen as
    /// one.
    /// </summary>
    private static string Resolved(string path)
    {
        var folder = System.IO.Path.GetDirectoryName(path);
        if (folder is null)
        {
            return path;
        }

        var parent = Resolved(folder);
        try
        {
            parent = new DirectoryInfo(parent).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? parent;
        }
        catch (IOException)
        {
            // No such folder yet, or a link that leads nowhere: nothing there can be the same file.
        }

        return System.IO.Path.Combine(parent, System.IO.Path.GetFileName(path));
    }

    private static IEnumerable<(string Option, string Path)> Named(string option, string? path) =>
        path is null ? [] : [(option, System.IO.Path.GetFullPath(path))];
}
