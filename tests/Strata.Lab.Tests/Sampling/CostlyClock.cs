namespace Strata.Lab.Tests.Sampling;

/// <summary>A clock that only what costs something moves: each reading of it, and each scripted call.</summary>
internal sealed class CostlyClock(long readingNs) : TimeProvider
{
    private long _now;

    public override long TimestampFrequency => 1_000_000_000;

    public void Spend(long ns) => _now += ns;

    public override long GetTimestamp() => _now += readingNs;
}
