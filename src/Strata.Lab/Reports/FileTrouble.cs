namespace Strata.Lab;

/// <summary>Says in a few words why a file could not be read or written.</summary>
internal static class FileTrouble
{
    // The low half of an HResult: an errno on Unix, a Win32 code on Windows.
    private const int DiskFullUnix = 28;
    private const int QuotaUnix = 122;
    private const int DiskFullWindows = 112;

    public static string Why(Exception failure) => failure switch
    {
        UnauthorizedAccessException => "permission denied, or it is a folder",
        FileNotFoundException => "there is no such file",
        DirectoryNotFoundException => "there is no such folder",
        PathTooLongException => "the path is too long",
        IOException when IsDiskFull(failure) => "the disk is full",
        IOException => FirstSentence(failure.Message),
        _ => "it is not a valid path",
    };

    private static bool IsDiskFull(Exception failure) =>
        (failure.HResult & 0xFFFF) is DiskFullUnix or QuotaUnix or DiskFullWindows;

    private static string FirstSentence(string message)
    {
        var end = message.IndexOfAny(['\r', '\n']);
        return (end < 0 ? message : message[..end]).TrimEnd('.');
    }
}
