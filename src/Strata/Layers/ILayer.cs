namespace Strata;

/// <summary>
/// A place that holds entries: the part of Strata that users plug in. A cache is an ordered stack of them.
/// </summary>
/// <remarks>
/// <para>The contract, which the suite in <c>tests/Strata.Layers.Tests/Contract</c> checks for every layer:</para>
/// <list type="bullet">
/// <item>An entry is never answered from the millisecond of its deadline on, whatever a sweep does.</item>
/// <item>What was set is what is got: value (<see langword="null"/> included), deadline, creation time,
/// weight and priority. A bounded layer may forget an entry; it may never answer another value.</item>
/// <item>Operations on one key take effect one after the other; a completed set or remove is seen by
/// every get that starts later.</item>
/// <item>Remove and clear are idempotent.</item>
/// <item>A fault is thrown (best as a <see cref="LayerException"/>), never answered as a miss. A key or
/// value the layer cannot hold is refused by name with <see cref="FailureKind.Permanent"/>, and an
/// older copy of it is dropped.</item>
/// <item>After disposal every operation throws <see cref="ObjectDisposedException"/>; disposal is idempotent.</item>
/// <item>All members may be called by many threads at once.</item>
/// </list>
/// <para>
/// The forms for many keys have default bodies that loop over the single ones; a layer that can do
/// better in one round trip overrides them.
/// </para>
/// </remarks>
/// <typeparam name="TKey">The type of the keys.</typeparam>
/// <typeparam name="TValue">The type of the values; <see langword="null"/> is a legal value.</typeparam>
public interface ILayer<TKey, TValue> : IAsyncDisposable
    where TKey : notnull
{
    /// <summary>The layer's name, unique within a cache: a short noun such as "memory".</summary>
    string Name { get; }

    /// <summary>What the layer can do beyond the required members. Default: nothing more.</summary>
    LayerTraits Traits => LayerTraits.None;

    /// <summary>
    /// The longest an entry may live here, whatever its own deadline; <see langword="null"/> (the
    /// default) sets no limit. The cache applies it before it writes.
    /// </summary>
    TimeSpan? TtlMax => null;

    /// <summary>The entry under a key, if it is held and has not expired.</summary>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Ends the wait; the layer stays as it was.</param>
    ValueTask<Lookup<TValue>> GetAsync(TKey key, CancellationToken cancellationToken);

    /// <summary>Holds an entry under a key, in the place of what was there.</summary>
    /// <param name="key">The key.</param>
    /// <param name="entry">The entry. One whose deadline has come leaves nothing under the key.</param>
    /// <param name="cancellationToken">Ends the wait; whether the entry was taken is then not known.</param>
    ValueTask SetAsync(TKey key, Entry<TValue> entry, CancellationToken cancellationToken);

    /// <summary>Drops the entry under a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">
    /// Ends the wait; whether the entry was dropped is then not known.
    /// </param>
    /// <returns>Whether a valid entry was there.</returns>
    ValueTask<bool> RemoveAsync(TKey key, CancellationToken cancellationToken);

    /// <summary>Drops every entry of this layer.</summary>
    /// <param name="cancellationToken">Ends the wait; how much was dropped is then not known.</param>
    ValueTask ClearAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Whether a valid entry is held under a key. Counts as no use of the entry where that can be told.
    /// </summary>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    async ValueTask<bool> ContainsAsync(TKey key, CancellationToken cancellationToken)
    {
        var answer = await GetAsync(key, cancellationToken).ConfigureAwait(false);
        return answer.Status == LookupStatus.Unavailable
            ? throw new CacheUnavailableException(answer.Failures)
            : answer.Found;
    }

    /// <summary>The entries under many keys, each answered for itself.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="answers">
    /// As long as <paramref name="keys"/>; receives the answer for the key at the same position. A key that
    /// alone could not be asked is answered <see cref="LookupStatus.Unavailable"/>.
    /// </param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <remarks>Throws only when the whole batch failed.</remarks>
    async ValueTask GetManyAsync(
        ReadOnlyMemory<TKey> keys, Memory<Lookup<TValue>> answers, CancellationToken cancellationToken)
    {
        for (var i = 0; i < keys.Length; i++)
        {
            try
            {
                var answer = await GetAsync(keys.Span[i], cancellationToken).ConfigureAwait(false);
                answers.Span[i] = answer;
            }
            catch (Exception failure)
            {
                cancellationToken.ThrowIfCancellationRequested();
                answers.Span[i] = Lookup<TValue>.Unavailable(failure);
            }
        }
    }

    /// <summary>Holds many entries, each for itself.</summary>
    /// <param name="entries">The keys and entries. The last one wins where a key is repeated.</param>
    /// <param name="failures">
    /// As long as <paramref name="entries"/>; receives <see langword="null"/> for an entry that was taken
    /// and the reason for one that was not.
    /// </param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <remarks>Throws only when the whole batch failed.</remarks>
    async ValueTask SetManyAsync(
        ReadOnlyMemory<KeyValuePair<TKey, Entry<TValue>>> entries,
        Memory<Exception?> failures,
        CancellationToken cancellationToken)
    {
        for (var i = 0; i < entries.Length; i++)
        {
            try
            {
                var (key, entry) = entries.Span[i];
                await SetAsync(key, entry, cancellationToken).ConfigureAwait(false);
                failures.Span[i] = null;
            }
            catch (Exception failure)
            {
                cancellationToken.ThrowIfCancellationRequested();
                failures.Span[i] = failure;
            }
        }
    }

    /// <summary>Drops the entries under many keys, each for itself.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="existed">
    /// As long as <paramref name="keys"/>; receives whether a valid entry was there.
    /// </param>
    /// <param name="failures">
    /// As long as <paramref name="keys"/>; receives the reason where a key could not be dropped.
    /// </param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <remarks>Throws only when the whole batch failed.</remarks>
    async ValueTask RemoveManyAsync(
        ReadOnlyMemory<TKey> keys,
        Memory<bool> existed,
        Memory<Exception?> failures,
        CancellationToken cancellationToken)
    {
        for (var i = 0; i < keys.Length; i++)
        {
            try
            {
                var wasThere = await RemoveAsync(keys.Span[i], cancellationToken).ConfigureAwait(false);
                existed.Span[i] = wasThere;
                failures.Span[i] = null;
            }
            catch (Exception failure)
            {
                cancellationToken.ThrowIfCancellationRequested();
                existed.Span[i] = false;
                failures.Span[i] = failure;
            }
        }
    }

    /// <summary>
    /// The valid entries, in no order, as of some moment while they are read; only for a layer with
    /// <see cref="LayerTraits.CanEnumerate"/>.
    /// </summary>
    /// <param name="cancellationToken">Ends the listing.</param>
    /// <exception cref="NotSupportedException">The layer cannot list its entries.</exception>
    IAsyncEnumerable<KeyValuePair<TKey, Entry<TValue>>> EnumerateAsync(CancellationToken cancellationToken) =>
        throw new NotSupportedException($"The layer '{Name}' cannot list its entries.");
}
