using Strata.Lab.Databases.Postgres;
using Strata.Lab.Databases.Schema;
using Strata.Lab.Databases.Sqlite;

namespace Strata.Lab.Databases;

/// <summary>Opens a flight database from what a person wrote after <c>--database</c>.</summary>
public static class FlightDatabases
{
    /// <summary>The forms a target can take.</summary>
    public static IReadOnlyList<string> Known { get; } = ["sqlite", "sqlite:PATH", PostgresTarget.Form];

    /// <summary>Chooses the database; nothing is opened or made yet.</summary>
    /// <param name="target">One of the <see cref="Known"/> forms.</param>
    /// <param name="cacheFolder">Where the lab's own SQLite file is kept; made when it is missing.</param>
    /// <param name="seed">What the rows are drawn from; the same seed gives the same rows everywhere.</param>
    /// <param name="clock">Measures how long preparation takes.</param>
    /// <param name="seatSeed">What the seats that sessions book are drawn from.</param>
    /// <exception cref="ArgumentException">
    /// The target has none of the known forms, or a part of it is wrong.
    /// </exception>
    public static IFlightDatabase Open(
        string target, string cacheFolder, int seed, TimeProvider clock, int seatSeed = 0)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentException.ThrowIfNullOrWhiteSpace(cacheFolder);
        ArgumentNullException.ThrowIfNull(clock);
        if (FileOf(target, cacheFolder, seed) is { } path)
        {
            return new SqliteFlightDatabase(path, isDefault: target == "sqlite", seed, seatSeed, clock);
        }

        return PostgresTarget.Recognises(target)
            ? new PostgresFlightDatabase(PostgresTarget.Parse(target), seed, seatSeed, clock)
            : throw Unknown(target);
    }

    /// <summary>The full path of the file a target means; null for one on a server.</summary>
    /// <exception cref="ArgumentException">The path is none.</exception>
    internal static string? FileOf(string target, string cacheFolder, int seed) =>
        target == "sqlite" ? Path.GetFullPath(Path.Combine(cacheFolder, $"flights-{FlightSchema.Version}-{seed}.db"))
        : target.StartsWith("sqlite:", StringComparison.Ordinal) ? ExplicitPath(target)
        : null;

    /// <summary>An error that shows the target without its password, and the forms it may take.</summary>
    internal static ArgumentException Refused(string target, string why) =>
        new(
            $"The database '{Redaction.WithoutPassword(target)}' is refused: {why}. "
            + $"Known forms: {string.Join(", ", Known)}.");

    /// <summary>Checks a target without opening anything.</summary>
    /// <param name="target">One of the <see cref="Known"/> forms.</param>
    /// <exception cref="ArgumentException">
    /// The target has none of the known forms, or a part of it is wrong.
    /// </exception>
    public static void Check(string target)
    {
        ArgumentNullException.ThrowIfNull(target);
        if (target.StartsWith("sqlite:", StringComparison.Ordinal))
        {
            ExplicitPath(target);
        }
        else if (PostgresTarget.Recognises(target))
        {
            PostgresTarget.Parse(target);
        }
        else if (target != "sqlite")
        {
            throw Unknown(target);
        }
    }

    private static ArgumentException Unknown(string target) =>
        Refused(target, "no database of that kind is known");

    private static string ExplicitPath(string target)
    {
        var path = target["sqlite:".Length..];
        if (string.IsNullOrWhiteSpace(path) || path.Contains('\0', StringComparison.Ordinal))
        {
            throw Refused(target, "the path is empty or no path");
        }

        path = Path.GetFullPath(path);
        return Directory.Exists(path) ? throw Refused(target, "the path is a folder") : path;
    }
}
