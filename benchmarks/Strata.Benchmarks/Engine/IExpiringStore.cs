namespace Strata.Benchmarks.Engine;

/// <summary>A store that gives back the memory of entries that have expired.</summary>
/// <typeparam name="TKey">The type of the keys.</typeparam>
internal interface IExpiringStore<TKey> : IStore<TKey>
    where TKey : notnull
{
    /// <summary>How many entries are held, expired ones that were not given back included.</summary>
    long Count { get; }

    /// <summary>Stores a value until an instant.</summary>
    void SetUntil(TKey key, long deadlineUnixMs);
}
