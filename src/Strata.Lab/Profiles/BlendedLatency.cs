namespace Strata.Lab.Profiles;

/// <summary>
/// What a look-up costs on average when memory answers some and something remote the rest:
/// hit share × memory + miss share × remote.
/// </summary>
internal sealed record BlendedLatency
{
    /// <summary>Percent that memory answers.</summary>
    public required int HitRatePercent { get; init; }

    /// <summary>What a hit in memory costs, in nanoseconds.</summary>
    public required double MemoryNs { get; init; }

    /// <summary>What a look-up of the remote costs, in nanoseconds.</summary>
    public required double RemoteNs { get; init; }

    /// <summary>The average, in nanoseconds.</summary>
    public double BlendedNs => ((HitRatePercent * MemoryNs) + ((100 - HitRatePercent) * RemoteNs)) / 100;

    /// <summary>How many times better that is than asking the remote always; 0 if it costs nothing.</summary>
    public double ImprovementFactor => BlendedNs > 0 ? RemoteNs / BlendedNs : 0;

    /// <summary>The published study's.</summary>
    public static BlendedLatency Published { get; } =
        new() { HitRatePercent = 90, MemoryNs = 450, RemoteNs = 1_500_000 };
}
