namespace Strata.Lab.Tests.Databases;

/// <summary>Progress that is told on the spot, not through a synchronisation context.</summary>
internal sealed class Watcher(Action<Strata.Lab.Databases.PreparationProgress> see)
    : IProgress<Strata.Lab.Databases.PreparationProgress>
{
    public void Report(Strata.Lab.Databases.PreparationProgress value) => see(value);
}
