namespace Strata.Benchmarks;

/// <summary>What one contender needed in one round.</summary>
/// <param name="Ns">Nanoseconds an operation.</param>
/// <param name="Bytes">Bytes the process allocated meanwhile, an operation.</param>
internal readonly record struct Turn(double Ns, double Bytes);
