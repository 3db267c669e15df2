namespace Strata.Lab.Targets;

/// <summary>Where an answer came from.</summary>
/// <param name="Layer">The index of the cache layer; -1 if the database was asked.</param>
/// <param name="DatabaseTicks">Timestamp ticks spent in the database call; 0 if there was none.</param>
public readonly record struct TargetAnswer(int Layer, long DatabaseTicks)
{
    /// <summary>An answer of the database.</summary>
    /// <param name="ticks">Timestamp ticks spent there.</param>
    public static TargetAnswer FromDatabase(long ticks) => new(-1, ticks);
}
