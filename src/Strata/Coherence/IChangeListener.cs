namespace Strata;

/// <summary>
/// Hears from an <see cref="ICoherentLayer{TKey, TValue}"/> what others have changed. When a call returns, no read that
/// starts later is answered from a faster layer with what was there before. Calls are short and never throw.
/// </summary>
/// <typeparam name="TKey">The type of the keys.</typeparam>
public interface IChangeListener<in TKey>
{
    /// <summary>A key was written, removed, evicted or has expired.</summary>
    /// <param name="key">The key.</param>
    void Change(TKey key);

    /// <summary>Any key may have been.</summary>
    void ChangeAll();

    /// <summary>From now on changes may go unheard: faster layers answer nothing and keep nothing.</summary>
    void Distrust();

    /// <summary>From now on every change is heard.</summary>
    void Trust();
}
