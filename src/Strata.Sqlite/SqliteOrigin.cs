namespace Strata.Sqlite;

/// <summary>Where the native SQLite in use comes from.</summary>
public enum SqliteOrigin
{
    /// <summary>The operating system, whose distribution keeps it patched.</summary>
    System = 0,

    /// <summary>The copy that comes with the package.</summary>
    Bundled = 1,

    /// <summary>The program chose a provider itself, before Strata was asked.</summary>
    Program = 2,
}
