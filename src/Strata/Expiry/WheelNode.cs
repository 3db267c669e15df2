namespace Strata;

/// <summary>Something with a deadline that can stand in one <see cref="TimerWheel"/>.</summary>
internal abstract class WheelNode(long deadlineUnixMs)
{
    /// <summary>
    /// When it expires, in milliseconds of Unix time; <see cref="long.MaxValue"/> is never.
    /// </summary>
    public long DeadlineUnixMs { get; } = deadlineUnixMs;

    internal WheelNode? WheelPrevious { get; set; }

    internal WheelNode? WheelNext { get; set; }
}
