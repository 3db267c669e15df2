namespace Strata.Benchmarks.Engine;

/// <summary>What every contender stores, and for how long.</summary>
internal static class Held
{
    /// <summary>One instance for all: reading a value follows no reference, for no contender.</summary>
    public static readonly string Value = "value:0000000000";

    /// <summary>Longer than any run.</summary>
    public static readonly TimeSpan Ttl = TimeSpan.FromHours(1);

    /// <summary>The same in milliseconds.</summary>
    public const long TtlMs = 3_600_000;
}
