namespace Strata.Lab.Databases.Generation;

/// <summary>One flight of a schedule, on its day.</summary>
internal readonly record struct Flight(int Schedule, int Airplane, DateTime Departure, DateTime Arrival);
