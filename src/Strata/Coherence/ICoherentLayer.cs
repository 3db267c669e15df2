namespace Strata;

/// <summary>
/// A layer that hears of changes which others make to what it holds: another process, another program. The cache
/// then drops its copies in faster layers, so that none of them hides the newer value.
/// </summary>
/// <remarks>
/// The layer reports changes in the order in which they reach it, between the answers to its own operations: an
/// answer that was read before a change is handed out before the change is reported. It does not report what is
/// written through it. Every entry that was read or written through it must be one whose later changes are heard.
/// </remarks>
/// <typeparam name="TKey">The type of the keys.</typeparam>
/// <typeparam name="TValue">The type of the values.</typeparam>
public interface ICoherentLayer<TKey, TValue> : ILayer<TKey, TValue>
    where TKey : notnull
{
    /// <summary>
    /// Names who is to hear of changes; called once, by the cache that is made with the layer. Until
    /// <see cref="IChangeListener{TKey}.Trust"/> is called nothing is kept in faster layers.
    /// </summary>
    /// <param name="listener">Hears of changes.</param>
    /// <returns>Whether changes will be reported; if not, the layer is used like any other.</returns>
    /// <exception cref="InvalidOperationException">The layer has a listener already.</exception>
    bool Listen(IChangeListener<TKey> listener);
}
