namespace Strata;

/// <summary>The entries of one layer of a cache, read as a stream.</summary>
/// <typeparam name="TKey">The type of the keys.</typeparam>
/// <typeparam name="TValue">The type of the values.</typeparam>
public sealed class CacheEntries<TKey, TValue> : IAsyncEnumerable<KeyValuePair<TKey, Entry<TValue>>>
    where TKey : notnull
{
    private readonly Func<CancellationToken, IAsyncEnumerable<KeyValuePair<TKey, Entry<TValue>>>> _read;

    internal CacheEntries(
        string layer, Func<CancellationToken, IAsyncEnumerable<KeyValuePair<TKey, Entry<TValue>>>> read)
    {
        Layer = layer;
        _read = read;
    }

    /// <summary>The name of the layer the entries are read from.</summary>
    public string Layer { get; }

    /// <summary>Begins reading.</summary>
    /// <param name="cancellationToken">Ends the listing.</param>
    public IAsyncEnumerator<KeyValuePair<TKey, Entry<TValue>>> GetAsyncEnumerator(
        CancellationToken cancellationToken = default) =>
        _read(cancellationToken).GetAsyncEnumerator(cancellationToken);
}
