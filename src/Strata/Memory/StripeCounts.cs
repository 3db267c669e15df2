namespace Strata;

/// <summary>What has happened in a stripe, or the sum over several; changed under the stripe's lock.</summary>
internal struct StripeCounts
{
    public long Inserts;
    public long Updates;
    public long Removals;
    public long EvictionsForEntries;
    public long EvictionsForWeight;
    public long Expirations;
    public long LockContentions;

    public void Add(in StripeCounts other)
    {
        Inserts += other.Inserts;
        Updates += other.Updates;
        Removals += other.Removals;
        EvictionsForEntries += other.EvictionsForEntries;
        EvictionsForWeight += other.EvictionsForWeight;
        Expirations += other.Expirations;
        LockContentions += other.LockContentions;
    }
}
