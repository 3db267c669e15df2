using Strata.Lab.Sampling;

namespace Strata.Lab.Profiles;

/// <summary>What a get costs in a layer of some size, beside what memory itself costs at that size.</summary>
internal sealed record SizePoint
{
    /// <summary>Entries of the layer.</summary>
    public required int Entries { get; init; }

    /// <summary>A get of any of them, drawn at random: algorithm and memory.</summary>
    public required SampleSummary Get { get; init; }

    /// <summary>
    /// A get of the same few of them, at most 100: they stay in the caches of the processor, so what grows here
    /// is the algorithm.
    /// </summary>
    public required SampleSummary FewKeys { get; init; }

    /// <summary>A look-up of any of them in a <c>ConcurrentDictionary</c> that holds the same.</summary>
    public required SampleSummary Dictionary { get; init; }

    /// <summary>Reading any element of an array of references, in the same order: memory alone.</summary>
    public required SampleSummary Array { get; init; }
}
