namespace Strata.Lab;

/// <summary>What all workers of a run saw, merged.</summary>
public sealed class Recording
{
    private const int MessagesKept = 10;

    private Recording(int layerCount, Pace pace)
    {
        Pace = pace;
        HitsByLayer = [.. Enumerable.Range(0, layerCount).Select(_ => new LatencyHistogram())];
    }

    /// <summary>How long whole operations took: hits, misses and writes.</summary>
    public LatencyHistogram Operations { get; } = new();

    /// <summary>How long reads took: hits and misses.</summary>
    public LatencyHistogram Reads { get; } = new();

    /// <summary>How long reads answered by the cache took.</summary>
    public LatencyHistogram Hits { get; } = new();

    /// <summary>How long hits took, by the layer that answered, fastest layer first.</summary>
    public IReadOnlyList<LatencyHistogram> HitsByLayer { get; }

    /// <summary>How long reads that went to the database took, all in all.</summary>
    public LatencyHistogram Misses { get; } = new();

    /// <summary>How long writes took, all in all.</summary>
    public LatencyHistogram Writes { get; } = new();

    /// <summary>How long the database calls within misses and writes took.</summary>
    public LatencyHistogram Database { get; } = new();

    /// <summary>How many operations ended in each short span of the run.</summary>
    public Pace Pace { get; }

    /// <summary>How long the database calls within misses took: queries.</summary>
    public LatencyHistogram DatabaseReads { get; } = new();

    /// <summary>How long the database calls within writes took: an insert, its commit, and a query.</summary>
    public LatencyHistogram DatabaseWrites { get; } = new();

    /// <summary>The seconds in which something ended, in order.</summary>
    public IReadOnlyList<SecondCell> Seconds { get; private set; } = [];

    /// <summary>Reads that failed.</summary>
    public long FailedReads { get; private set; }

    /// <summary>Writes that failed.</summary>
    public long FailedWrites { get; private set; }

    /// <summary>Operations that failed; they are in no histogram.</summary>
    public long Failures => FailedReads + FailedWrites;

    /// <summary>The first few distinct messages of failures.</summary>
    public IReadOnlyList<string> FailureMessages { get; private set; } = [];

    /// <summary>Hits as a share of reads, 0 to 100; 0 if nothing was read.</summary>
    public double HitRatePercent => Reads.Count == 0 ? 0 : 100.0 * Hits.Count / Reads.Count;

    /// <summary>Merges what the workers of one run saw. Call it when they have stopped.</summary>
    /// <param name="workers">The workers' recorders.</param>
    /// <exception cref="ArgumentException">
    /// There is none, or they were made for different numbers of layers.
    /// </exception>
    public static Recording Merge(IReadOnlyList<WorkerRecorder> workers)
    {
        ArgumentNullException.ThrowIfNull(workers);
        var layerCounts = workers.Select(w => w.HitsByLayer.Count).Distinct().ToArray();
        if (layerCounts.Length != 1)
        {
            throw new ArgumentException(
                "The recorders of one run are at least one, all for the same number of layers.", nameof(workers));
        }

        var merged = new Recording(layerCounts[0], workers[0].NewPace());
        foreach (var worker in workers)
        {
            merged.Add(worker);
        }

        merged.SumUp();
        merged.Seconds = MergeSeconds(workers);
        merged.FailureMessages =
            [.. workers.SelectMany(w => w.Messages).Distinct(StringComparer.Ordinal).Take(MessagesKept)];
        return merged;
    }

    private void Add(WorkerRecorder worker)
    {
        for (var i = 0; i < HitsByLayer.Count; i++)
        {
            HitsByLayer[i].Add(worker.HitsByLayer[i]);
        }

        Pace.Add(worker.Pace);
        Misses.Add(worker.Misses);
        Writes.Add(worker.Writes);
        DatabaseReads.Add(worker.DatabaseReads);
        DatabaseWrites.Add(worker.DatabaseWrites);
        FailedReads += worker.FailedReads;
        FailedWrites += worker.FailedWrites;
    }

    private void SumUp()
    {
        foreach (var layer in HitsByLayer)
        {
            Hits.Add(layer);
        }

        Database.Add(DatabaseReads);
        Database.Add(DatabaseWrites);
        Reads.Add(Hits);
        Reads.Add(Misses);
        Operations.Add(Reads);
        Operations.Add(Writes);
    }

    private static SecondCell[] MergeSeconds(IReadOnlyList<WorkerRecorder> workers)
    {
        var bySecond = new SortedDictionary<long, SecondCell>();
        foreach (var cell in workers.SelectMany(w => w.Seconds))
        {
            if (!bySecond.TryGetValue(cell.UnixSecond, out var sum))
            {
                bySecond[cell.UnixSecond] = sum = new SecondCell(cell.UnixSecond);
            }

            sum.Add(cell);
        }

        return [.. bySecond.Values.Where(c => c.Operations.Count > 0 || c.Failures > 0)];
    }
}
