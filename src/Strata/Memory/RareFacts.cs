namespace Strata;

/// <summary>What few entries have and would make every slot larger.</summary>
internal struct RareFacts
{
    /// <summary>When the value was made, in milliseconds of Unix time.</summary>
    public long CreatedUnixMs;

    /// <summary>Its weight.</summary>
    public int Weight;

    /// <summary>When a sliding entry expires unless it is hit.</summary>
    public long DeadlineUnixMs;

    /// <summary>How long it lives after a hit, in milliseconds; 0 if its deadline stands still.</summary>
    public long SlidingMs;

    /// <summary>The deadline that hits cannot move it beyond.</summary>
    public long LastDeadlineUnixMs;

    /// <summary>When a sliding entry that is hit now expires.</summary>
    public readonly long DeadlineAfterHit(long nowUnixMs) =>
        SlidingMs > LastDeadlineUnixMs - nowUnixMs ? LastDeadlineUnixMs : nowUnixMs + SlidingMs;
}
