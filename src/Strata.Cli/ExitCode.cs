namespace Strata.Cli;

/// <summary>What the command's exit status says.</summary>
internal static class ExitCode
{
    /// <summary>It did what it was asked.</summary>
    public const int Done = 0;

    /// <summary>It could not; one line on standard error says why.</summary>
    public const int Failed = 1;

    /// <summary>It was asked wrongly; nothing was begun.</summary>
    public const int Refused = 2;

    /// <summary>It was interrupted; what was done until then was kept.</summary>
    public const int Interrupted = 130;
}
