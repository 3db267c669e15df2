namespace Strata.Lab.Comparisons;

/// <summary>One thing both caches did, and how they did.</summary>
internal sealed record ComparedOperation
{
    /// <summary>What it was.</summary>
    public required string Name { get; init; }

    /// <summary>The one-lock cache.</summary>
    public required ComparedSide Before { get; init; }

    /// <summary>The memory layer.</summary>
    public required ComparedSide After { get; init; }

    /// <summary>By how much the layer is better.</summary>
    public required Improvement Improvement { get; init; }

    public static ComparedOperation Of(string name, ComparedSide before, ComparedSide after) =>
        new() { Name = name, Before = before, After = after, Improvement = Improvement.Of(before, after) };
}
