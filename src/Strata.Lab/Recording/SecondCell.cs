namespace Strata.Lab;

/// <summary>
/// What happened within one Unix second: how many operations of each kind ended in it, and how long they took.
/// </summary>
/// <remarks>
/// Failed operations are counted in <see cref="Failures"/> and nowhere else, so the counts add up:
/// operations = reads + writes, reads = hits + misses.
/// </remarks>
public sealed class SecondCell
{
    private LatencyRange _operations = LatencyRange.Empty;
    private LatencyRange _hits = LatencyRange.Empty;
    private LatencyRange _database = LatencyRange.Empty;

    internal SecondCell(long unixSecond) => UnixSecond = unixSecond;

    /// <summary>The second, counted from 1970-01-01T00:00:00Z.</summary>
    public long UnixSecond { get; }

    /// <summary>Reads answered by the cache.</summary>
    public long Hits => HitLatency.Count;

    /// <summary>Reads that went to the database.</summary>
    public long Misses { get; private set; }

    /// <summary>Reads of either kind.</summary>
    public long Reads => Hits + Misses;

    /// <summary>Writes.</summary>
    public long Writes => Operations.Count - Reads;

    /// <summary>Operations that failed.</summary>
    public long Failures { get; private set; }

    /// <summary>How long whole operations took.</summary>
    public LatencyRange Operations => _operations;

    /// <summary>How long reads answered by the cache took.</summary>
    public LatencyRange HitLatency => _hits;

    /// <summary>How long the database calls within misses and writes took.</summary>
    public LatencyRange DatabaseLatency => _database;

    internal void Hit(long ns)
    {
        _operations.Record(ns);
        _hits.Record(ns);
    }

    internal void Miss(long ns, long? databaseNs)
    {
        _operations.Record(ns);
        Misses++;
        if (databaseNs is { } called)
        {
            _database.Record(called);
        }
    }

    internal void Write(long ns, long databaseNs)
    {
        _operations.Record(ns);
        _database.Record(databaseNs);
    }

    internal void Fail() => Failures++;

    internal void Add(SecondCell other)
    {
        _operations.Add(other._operations);
        _hits.Add(other._hits);
        _database.Add(other._database);
        Misses += other.Misses;
        Failures += other.Failures;
    }
}
