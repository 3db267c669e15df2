namespace Strata.Lab.Bench;

/// <summary>What a run of <c>strata bench</c> came to.</summary>
/// <param name="Log">What was measured; null if the run was interrupted before anything was.</param>
/// <param name="LogPath">Where the log was written; null if nothing was.</param>
/// <param name="HtmlPath">Where the page was written; null if none was asked for.</param>
/// <param name="Counterpart">
/// A run of the same workload on the other side, with a cache or without, whose log lies beside; null if there is none.
/// </param>
public sealed record BenchOutcome(RunLog? Log, string? LogPath, string? HtmlPath, EarlierRun? Counterpart);
