using Strata.Lab.Sampling;

namespace Strata.Lab.Comparisons;

/// <summary>What one of the two caches came to.</summary>
/// <param name="Time">Its times.</param>
/// <param name="OperationsPerSecond">Its throughput.</param>
internal sealed record ComparedSide(SampleSummary Time, double OperationsPerSecond);
