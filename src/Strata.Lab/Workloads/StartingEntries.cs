namespace Strata.Lab.Workloads;

/// <summary>The valid entries of the pool that a cache held when a run began.</summary>
/// <param name="Count">How many.</param>
/// <param name="RemainingSeconds">What was left of each one's time to live, shortest first.</param>
internal sealed record StartingEntries(long Count, IReadOnlyList<double> RemainingSeconds)
{
    /// <summary>An empty cache.</summary>
    public static StartingEntries None { get; } = new(0, []);

    /// <summary>The share of the pool they still make up after some time, if nothing renewed them.</summary>
    public double ShareAt(double elapsedSeconds, int poolSize)
    {
        var low = 0;
        var high = RemainingSeconds.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = RemainingSeconds[middle] <= elapsedSeconds ? (middle + 1, high) : (low, middle);
        }

        return (double)(RemainingSeconds.Count - low) / poolSize;
    }
}
