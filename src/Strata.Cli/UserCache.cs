namespace Strata.Cli;

/// <summary>
/// The folder for what can be made anew: <c>$XDG_CACHE_HOME/strata</c>, else the system's own
/// place.
/// </summary>
internal static class UserCache
{
    public static string Folder
    {
        get
        {
            var wanted = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
            if (!string.IsNullOrEmpty(wanted) && Path.IsPathFullyQualified(wanted))
            {
                return Path.Combine(wanted, "strata");
            }

            var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
            return OperatingSystem.IsWindows()
                ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "strata")
                : OperatingSystem.IsMacOS() ? Path.Combine(home, "Library", "Caches", "strata")
                : Path.Combine(home.Length == 0 ? Path.GetTempPath() : home, ".cache", "strata");
        }
    }
}
