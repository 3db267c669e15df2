using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace Strata.Sqlite;

/// <summary>
/// The native SQLite this process runs on: the system's own, which its distribution keeps patched, or the
/// copy that comes with the package where the system has none.
/// </summary>
public static class SqliteLibrary
{
    private static readonly string[] SystemNames =
        ["libsqlite3.so.0", "libsqlite3.so", "libsqlite3.dylib", "winsqlite3.dll"];

    private static readonly Lazy<string> Loaded = new(Load);

    /// <summary>Makes SQLite ready for use; needed before anything else of it, and harmless if repeated.</summary>
    /// <returns>The version of the library in use, such as "3.40.1".</returns>
    /// <exception cref="DllNotFoundException">Neither the system nor the package has one for this machine.</exception>
    public static string Initialize() => Loaded.Value;

    private static string Load()
    {
        NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, Resolve);
        raw.SetProvider(new SQLite3Provider_e_sqlite3());
        return raw.sqlite3_libversion().utf8_to_string();
    }

    private static IntPtr Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name == "e_sqlite3")
        {
            foreach (var candidate in SystemNames)
            {
                if (NativeLibrary.TryLoad(candidate, out var handle))
                {
                    return handle;
                }
            }
        }

        return IntPtr.Zero;
    }
}
