namespace Strata.Lab.Profiles;

/// <summary>What gets cost when threads share the layer, and the verdict.</summary>
internal sealed record ContentionProfile
{
    // Two threads on two cores share caches and a memory bus; what is within a third of the ideal scales.
    private const double ScalesMin = 0.7;
    private const double GainsMin = 1.1;
    private const double FlatMin = 0.9;

    // Of threads that share their cores with other programs, throughput says little.
    private const double CoresUsedMin = 0.8;

    /// <summary>Processors the process can use. More threads than these measure the scheduler.</summary>
    public required int Processors { get; init; }

    /// <summary>The numbers of threads, fewest first.</summary>
    public required IReadOnlyList<ContentionPoint> Points { get; init; }

    /// <summary>
    /// The most threads that had a core each; what the verdict is about. 0 if there were none but one.
    /// </summary>
    public required int ThreadsJudged { get; init; }

    /// <summary>Throughput with these, divided by that of one thread; 0 if nothing is judged.</summary>
    public required double Speedup { get; init; }

    /// <summary>The verdict.</summary>
    public required ScalingKind Verdict { get; init; }

    public static ContentionProfile Of(IReadOnlyList<ContentionPoint> points, int processors)
    {
        var alone = points.FirstOrDefault(point => point.Threads == 1);
        var most = points.LastOrDefault(point => point.Threads > 1 && point.Threads <= processors);
        if (alone is null || most is null || alone.GetsPerSecond <= 0)
        {
            return new ContentionProfile
            {
                Processors = processors,
                Points = points,
                ThreadsJudged = 0,
                Speedup = 0,
                Verdict = ScalingKind.Unclear,
            };
        }

        var speedup = most.GetsPerSecond / alone.GetsPerSecond;
        return new ContentionProfile
        {
            Processors = processors,
            Points = points,
            ThreadsJudged = most.Threads,
            Speedup = speedup,
            Verdict = most.CoresUsed < CoresUsedMin * most.Threads ? ScalingKind.Disturbed
                : speedup >= ScalesMin * most.Threads ? ScalingKind.Scales
                : speedup > GainsMin ? ScalingKind.Gains
                : speedup >= FlatMin ? ScalingKind.Flat
                : ScalingKind.Falls,
        };
    }
}
