namespace Strata.Benchmarks.Engine;

/// <summary>
/// What is measured of a cache, one key at a time. Implemented by structs, so that every contender gets a loop
/// compiled for it alone and no call goes through an interface or a delegate.
/// </summary>
/// <typeparam name="TKey">The type of the keys.</typeparam>
internal interface IStore<TKey> : IDisposable
    where TKey : notnull
{
    /// <summary>Whether a valid value is under the key.</summary>
    bool TryGet(TKey key);

    /// <summary>Gets the value or makes it; whether one came back.</summary>
    bool GetOrLoad(TKey key);

    /// <summary>Stores a value with a time to live of an hour.</summary>
    void Set(TKey key);

    /// <summary>Removes the key; whether it was there.</summary>
    bool Remove(TKey key);
}
