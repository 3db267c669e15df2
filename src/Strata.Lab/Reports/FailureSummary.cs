namespace Strata.Lab;

/// <summary>Operations that failed: <c>failures</c> of the log.</summary>
public sealed record FailureSummary
{
    /// <summary>How many.</summary>
    public required long Count { get; init; }

    /// <summary>The first few distinct reasons.</summary>
    public IReadOnlyList<string> Messages { get; init; } = [];
}
