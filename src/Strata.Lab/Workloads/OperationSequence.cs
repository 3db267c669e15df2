using Strata.Lab.Databases.Generation;

namespace Strata.Lab.Workloads;

/// <summary>
/// The operations of one worker, one after the other; a seeded sequence without allocation.
/// </summary>
internal sealed class OperationSequence(Workload workload, int worker)
{
    private readonly SplitMix64 _random = new(unchecked((ulong)workload.Seed * 0x2545F4914F6CDD1D + (ulong)worker));

    /// <summary>Draws the next operation.</summary>
    /// <param name="passengerId">Whom it is about.</param>
    /// <returns>Whether it is a read.</returns>
    public bool NextIsRead(out int passengerId)
    {
        passengerId = Workload.FirstId + _random.Below(workload.PoolSize);
        return _random.Below(100) < workload.ReadPercent;
    }
}
