namespace Strata.Lab;

/// <summary>Average, minimum and maximum of durations within a slot of time, in microseconds.</summary>
internal readonly record struct LatencySpan(double AvgUs, double MinUs, double MaxUs);
