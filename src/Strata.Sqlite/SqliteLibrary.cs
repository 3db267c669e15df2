using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace Strata.Sqlite;

/// <summary>
/// The native SQLite this process runs on: the system's own, which its distribution keeps patched, or the
/// copy that comes with the package where the system has none that is new enough.
/// </summary>
/// <remarks>
/// The environment variable <c>STRATA_SQLITE=bundled</c> takes the package's copy in any case. A program
/// that set a provider of SQLitePCLRaw before keeps it: two copies of SQLite in one process would each
/// release the other's file locks.
/// </remarks>
public static unsafe class SqliteLibrary
{
    /// <summary>3.35.0, the first with <c>RETURNING</c>.</summary>
    private const int VersionNumberMin = 3_035_000;

    private const string Choice = "STRATA_SQLITE";
    private const string NativeName = "e_sqlite3";

    private static readonly string[] SystemNames =
        ["libsqlite3.so.0", "libsqlite3.so", "libsqlite3.dylib", "winsqlite3.dll"];

    private static readonly Lazy<(string Version, SqliteOrigin Origin)> Loaded = new(Load);

    /// <summary>The version of the library in use, such as "3.40.1"; loads it if need be.</summary>
    /// <inheritdoc cref="Initialize" path="/exception" />
    public static string Version => Loaded.Value.Version;

    /// <summary>Where the library in use comes from; loads it if need be.</summary>
    /// <inheritdoc cref="Initialize" path="/exception" />
    public static SqliteOrigin Origin => Loaded.Value.Origin;

    /// <summary>Makes SQLite ready for use; needed before anything else of it, and harmless if repeated.</summary>
    /// <returns>The version of the library in use, such as "3.40.1".</returns>
    /// <exception cref="DllNotFoundException">Neither the system nor the package has one for this machine.</exception>
    /// <exception cref="NotSupportedException">The one found is older than 3.35.0.</exception>
    /// <exception cref="ArgumentException">
    /// STRATA_SQLITE is set to something else than "system" or "bundled".
    /// </exception>
    public static string Initialize() => Loaded.Value.Version;

    private static (string, SqliteOrigin) Load()
    {
        if (ProgramHasChosen())
        {
            return (AcceptedVersion(), SqliteOrigin.Program);
        }

        var system = WantsSystem() ? SystemLibrary() : IntPtr.Zero;
        NativeLibrary.SetDllImportResolver(
            typeof(SQLite3Provider_e_sqlite3).Assembly,
            (name, _, _) => name == NativeName ? system : IntPtr.Zero);
        raw.SetProvider(new SQLite3Provider_e_sqlite3());
        raw.FreezeProvider();
        return (AcceptedVersion(), system == IntPtr.Zero ? SqliteOrigin.Bundled : SqliteOrigin.System);
    }

    private static bool WantsSystem() => Environment.GetEnvironmentVariable(Choice) switch
    {
        null or "" or "system" => true,
        "bundled" => false,
        var other => throw new ArgumentException($"{Choice} is '{other}'; allowed are system and bundled."),
    };

    private static bool ProgramHasChosen()
    {
        try
        {
            raw.sqlite3_libversion_number();
            return true;
        }
        catch (Exception none) when (none is not DllNotFoundException)
        {
            // The wrapper tells of a missing provider only by a plain Exception.
            return false;
        }
    }

    private static IntPtr SystemLibrary()
    {
        foreach (var name in SystemNames)
        {
            if (!NativeLibrary.TryLoad(name, out var handle))
            {
                continue;
            }

            if (NativeLibrary.TryGetExport(handle, "sqlite3_libversion_number", out var version)
                && ((delegate* unmanaged<int>)version)() >= VersionNumberMin)
            {
                return handle;
            }

            NativeLibrary.Free(handle);
        }

        return IntPtr.Zero;
    }

    private static string AcceptedVersion()
    {
        var version = raw.sqlite3_libversion().utf8_to_string();
        return raw.sqlite3_libversion_number() >= VersionNumberMin
            ? version
            : throw new NotSupportedException($"SQLite {version} is too old; 3.35.0 or newer is needed.");
    }
}
