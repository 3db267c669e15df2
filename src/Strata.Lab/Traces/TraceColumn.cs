using Strata.Lab.Traces.Reference;

namespace Strata.Lab.Traces;

/// <summary>
/// One thing whose hit ratio is found at each size: a policy of the layer, a reference, or the optimum.
/// </summary>
/// <param name="Name">Its name in tables, logs and pages.</param>
/// <param name="Hits">Counts its hits over a trace at a size.</param>
internal sealed record TraceColumn(
    string Name, Func<Trace, int, IProgress<long>?, CancellationToken, long> Hits)
{
    /// <summary>What the names of the references end with.</summary>
    public const string ReferenceSuffix = " (reference)";

    /// <summary>Whether it is the policy of a layer that is given none.</summary>
    public bool IsDefault { get; init; }

    /// <summary>Whether it knows the future, so that no policy can be measured by being worse.</summary>
    public bool IsBound { get; init; }

    /// <summary>The policies as the real layer has them.</summary>
    public static IEnumerable<TraceColumn> Of(IEnumerable<EvictionPolicy> policies)
    {
        var byDefault = new MemoryLayerOptions<long, int>().Eviction;
        return policies.Select(policy => new TraceColumn(
            PolicyNames.Of(policy),
            (trace, size, watch, cancel) => TraceReplay.Hits(policy, size, trace.Keys, watch, cancel))
        {
            IsDefault = policy == byDefault,
        });
    }

    /// <summary>Policies as their papers have them.</summary>
    public static IEnumerable<TraceColumn> References() =>
    [
        Reference("LRU", (size, distinct) => new LruReference(size, distinct)),
        Reference("LIRS", (size, distinct) => new LirsReference(size, distinct)),
        Reference("S3-FIFO", (size, distinct) => new S3FifoReference(size, distinct)),
        Reference("W-TinyLFU", (size, distinct) => new WTinyLfuReference(size, distinct)),
    ];

    /// <summary>The best that can be.</summary>
    public static TraceColumn Optimum() => new(
        "OPT", (trace, size, watch, cancel) => trace.Future.Hits(size, watch, cancel))
    { IsBound = true };

    private static TraceColumn Reference(string name, Func<int, int, ReferenceCache> make) => new(
        name + ReferenceSuffix,
        (trace, size, watch, cancel) => make(size, trace.Distinct).Hits(trace, watch, cancel));
}
