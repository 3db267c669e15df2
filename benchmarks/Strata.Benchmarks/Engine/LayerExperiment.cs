namespace Strata.Benchmarks.Engine;

/// <summary>One measurement of stacked layers, with the figure published for another implementation.</summary>
/// <param name="Name">What is done.</param>
/// <param name="ReferenceNs">Nanoseconds of the reference: Go, mock layers, another machine.</param>
/// <param name="ReferenceAllocations">Its allocations; null where none were published.</param>
/// <param name="Depth">How many layers.</param>
/// <param name="Run">Does it with a stack, from a place in the keys on, so many times.</param>
internal sealed record LayerExperiment(
    string Name,
    double ReferenceNs,
    int? ReferenceAllocations,
    int Depth,
    Func<LayerStack, int, int, Task> Run)
{
    /// <summary>The first layer that holds the keys. Default 0: all hold them.</summary>
    public int FilledFrom { get; init; }

    /// <summary>Whether hits are copied upwards. Default yes.</summary>
    public bool Promotes { get; init; } = true;

    /// <summary>Whether it takes keys away, so that they are stored anew before each turn.</summary>
    public bool Removes { get; init; }

    /// <summary>Whether all processors work at once.</summary>
    public bool IsParallel { get; init; }

    /// <summary>Whether it is worth its time over a layer that is no memory.</summary>
    public bool IsForSlowLayers { get; init; }
}
