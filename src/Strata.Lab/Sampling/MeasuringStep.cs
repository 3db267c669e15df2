namespace Strata.Lab.Sampling;

/// <summary>How far a measurement is.</summary>
/// <param name="Title">What is measured now.</param>
/// <param name="ShareDone">How much of the experiment is done, 0 to 1.</param>
internal readonly record struct MeasuringStep(string Title, double ShareDone);
