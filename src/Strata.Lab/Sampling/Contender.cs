namespace Strata.Lab.Sampling;

/// <summary>Something that is measured in turn with others, a share of its samples at a time.</summary>
/// <param name="Name">What it is called in a report.</param>
/// <param name="WarmUp">Runs it a thousand times or more, unrecorded.</param>
/// <param name="Sample">Fills a share of the samples.</param>
internal sealed record Contender(string Name, Action WarmUp, Contender.Filling Sample)
{
    /// <summary>How often a probe is called in a turn of warming up.</summary>
    public const int WarmUpCalls = 1_000;

    /// <summary>Fills a share of the samples, in nanoseconds a call.</summary>
    /// <param name="share">What to fill.</param>
    /// <returns>The empty batch that was taken away, in nanoseconds.</returns>
    public delegate double Filling(Span<double> share);

    /// <summary>A probe in the batches of a sampler.</summary>
    public static Contender Of<TProbe>(string name, BatchSampler sampler, TProbe probe)
        where TProbe : struct, IProbe => new(
            name,
            () => sampler.WarmUp(probe, WarmUpCalls),
            share => sampler.Sample(probe, share));
}
