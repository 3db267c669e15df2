using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Strata;

/// <summary>
/// An ordered stack of layers in front of a slow source: what applications call. Reads go from the fastest
/// layer down, and what is found is copied up; writes go from the slowest layer up.
/// </summary>
/// <remarks>
/// <para>
/// A hit in a memory layer at the top is answered without a lock, an allocation or an asynchronous step.
/// Everything else passes the key's gate, where concurrent loads of one key become one and no older value gets
/// stored over a newer one (the essay is in <c>Loading/KeyGates.cs</c>).
/// </para>
/// <para>
/// A layer that fails never fails a read: the next layer, or the load function, answers. A write that did not
/// reach the layers its <see cref="WritePolicy"/> needs throws <see cref="CacheWriteException"/>.
/// </para>
/// <para>All members may be called by many threads at once.</para>
/// </remarks>
/// <typeparam name="TKey">The type of the keys.</typeparam>
/// <typeparam name="TValue">The type of the values; <see langword="null"/> is a legal value.</typeparam>
public sealed class Cache<TKey, TValue> : IAsyncDisposable
    where TKey : notnull
{
    private readonly CacheOptions<TKey, TValue> _options;
    private readonly LayerStack<TKey, TValue> _stack;
    private readonly KeyGates<TKey, TValue> _gates;
    private readonly GatedReads<TKey, TValue> _reads;
    private readonly ManyKeys<TKey, TValue> _many;
    private readonly MemoryLayer<TKey, TValue>? _memory;
    private readonly FasterCopies<TKey, TValue>? _copies;
    private readonly bool _isMemoryOnly;
    private readonly bool _isMemoryReadByDefault;
    private readonly Jitter _jitter;
    private readonly ThreadCounter _fastHits;
    private readonly RequestCounters _counters = new();

    // The first layer's memory while hits may come from it; null while it may hold what others have replaced.
    private MemoryLayer<TKey, TValue>? _openMemory;
    private int _disposed;

    /// <summary>Makes a cache over layers, fastest first, with the default policies.</summary>
    /// <param name="layers">1 to 32 layers with different names; the cache disposes of them.</param>
    /// <exception cref="ArgumentException">No layer, too many, a null one, or two of one name.</exception>
    public Cache(params ILayer<TKey, TValue>[] layers)
        : this(new CacheOptions<TKey, TValue> { Layers = layers })
    {
    }

    /// <summary>Makes a cache.</summary>
    /// <param name="options">How it is set up.</param>
    /// <exception cref="ArgumentNullException">
    /// <paramref name="options"/> or a setting of it is null.
    /// </exception>
    /// <exception cref="ArgumentException">A setting is out of its range; the message names it.</exception>
    public Cache(CacheOptions<TKey, TValue> options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
        _stack = new(options);
        _gates = new(options.Comparer);
        _memory = _openMemory = options.Layers[0] as MemoryLayer<TKey, TValue>;
        _copies = FasterCopies<TKey, TValue>.Of(
            _stack, _gates, isOpen => Volatile.Write(ref _openMemory, isOpen ? _memory : null));
        _reads = new(_stack, _gates, _counters, _copies, options.Promotion, NewEntry);
        _many = new(_stack, _gates, _counters, _copies, options);
        _isMemoryOnly = _memory is not null && options.Layers.Count == 1;
        _isMemoryReadByDefault = options.EntryDefaults.SkipLayers.Count == 0;
        _jitter = new Jitter(options.Seed);
        _fastHits = _stack.Slots[0].FastHits;
    }

    /// <summary>The names of the layers, fastest first.</summary>
    public IReadOnlyList<string> Layers => _stack.Names;

    /// <summary>What holds for entries about which a call says nothing.</summary>
    public EntryOptions EntryDefaults => _options.EntryDefaults;

    /// <summary>What the cache has done since it was made.</summary>
    public CacheStatistics Statistics => _counters.Snapshot(_stack.Slots);

    /// <summary>
    /// The value under a key, if the memory layer at the top holds it. Asks no other layer; synchronous,
    /// lock-free, and free of allocation.
    /// </summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value found; may be <see langword="null"/> even then.</param>
    /// <returns>Whether it was found in memory. False says nothing about the layers below.</returns>
    /// <exception cref="ObjectDisposedException">The cache is disposed.</exception>
    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        ThrowIfDisposed();
        return TryHit(key, out value);
    }

    /// <summary>
    /// The entry under a key, from the fastest layer that holds it. A hit below the top is promoted into
    /// every faster writable layer first.
    /// </summary>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Ends the wait for layers below memory.</param>
    /// <returns>
    /// A hit with its layer's name; a miss if every layer said no; unavailable, with the failures, if none had
    /// it and some could not be asked.
    /// </returns>
    /// <exception cref="ObjectDisposedException">The cache is disposed.</exception>
    /// <exception cref="OperationCanceledException">
    /// <paramref name="cancellationToken"/> was cancelled.
    /// </exception>
    public ValueTask<Lookup<TValue>> GetAsync(TKey key, CancellationToken cancellationToken = default)
    {
        ThrowIfDisposed();
        return TryHitEntry(key, out var entry) ? new(Lookup<TValue>.Hit(entry, _stack.Slots[0].Name))
            : _isMemoryOnly ? FindInMemoryAsync(key, cancellationToken)
            : _reads.FindAsync(key, cancellationToken);
    }

    /// <summary>
    /// The value under a key: from the fastest layer that holds it, else from <paramref name="load"/>, whose
    /// result is stored in every writable layer. However many callers ask for a key at once, one load runs.
    /// </summary>
    /// <param name="key">The key.</param>
    /// <param name="load">
    /// Gets the value from its source. Its token is cancelled when every caller has stopped waiting. What it throws
    /// reaches every waiting caller as it is, and nothing is stored.
    /// </param>
    /// <param name="options">
    /// How to store a loaded value; null takes <see cref="EntryDefaults"/>. Those of the caller who began a load
    /// hold for all who wait for it.
    /// </param>
    /// <param name="cancellationToken">Ends this caller's wait; the load goes on for the others.</param>
    /// <exception cref="ObjectDisposedException">The cache is disposed.</exception>
    /// <exception cref="OperationCanceledException">
    /// <paramref name="cancellationToken"/> was cancelled.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// <paramref name="load"/> asks this cache for its own key.
    /// </exception>
    public ValueTask<TValue> GetOrLoadAsync(
        TKey key,
        Func<TKey, CancellationToken, ValueTask<TValue>> load,
        EntryOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(load);
        ThrowIfDisposed();
        return MayReadMemory(options) && TryHit(key, out var value)
            ? new(value)
            : LoadStatelessAsync(key, load, options, cancellationToken);
    }

    /// <summary>
    /// Like the form whose load function takes the key alone, with something handed through to
    /// <paramref name="load"/> so that it need not capture it.
    /// </summary>
    /// <typeparam name="TState">The type of what is handed through.</typeparam>
    /// <param name="key">The key.</param>
    /// <param name="state">Handed to <paramref name="load"/>.</param>
    /// <param name="load">Gets the value from its source.</param>
    /// <param name="options">
    /// How to store a loaded value; null takes <see cref="EntryDefaults"/>. Those of the caller who began a load
    /// hold for all who wait for it.
    /// </param>
    /// <param name="cancellationToken">Ends this caller's wait; the load goes on for the others.</param>
    /// <exception cref="ObjectDisposedException">The cache is disposed.</exception>
    /// <exception cref="OperationCanceledException">
    /// <paramref name="cancellationToken"/> was cancelled.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// <paramref name="load"/> asks this cache for its own key.
    /// </exception>
    public ValueTask<TValue> GetOrLoadAsync<TState>(
        TKey key,
        TState state,
        Func<TKey, TState, CancellationToken, ValueTask<TValue>> load,
        EntryOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(load);
        ThrowIfDisposed();
        return MayReadMemory(options) && TryHit(key, out var value)
            ? new(value)
            : LoadValueAsync(key, state, load, options, cancellationToken);
    }

    /// <summary>
    /// Like <see cref="GetOrLoadAsync{TState}"/>, and says where the value came from: always a hit, whose
    /// <see cref="Lookup{TValue}.Layer"/> is null if the load function made it.
    /// </summary>
    /// <typeparam name="TState">The type of what is handed through.</typeparam>
    /// <param name="key">The key.</param>
    /// <param name="state">Handed to <paramref name="load"/>.</param>
    /// <param name="load">Gets the value from its source.</param>
    /// <param name="options">
    /// How to store a loaded value; null takes <see cref="EntryDefaults"/>. Those of the caller who began a load
    /// hold for all who wait for it.
    /// </param>
    /// <param name="cancellationToken">Ends this caller's wait; the load goes on for the others.</param>
    /// <exception cref="ObjectDisposedException">The cache is disposed.</exception>
    /// <exception cref="OperationCanceledException">
    /// <paramref name="cancellationToken"/> was cancelled.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// <paramref name="load"/> asks this cache for its own key.
    /// </exception>
    public ValueTask<Lookup<TValue>> LookupOrLoadAsync<TState>(
        TKey key,
        TState state,
        Func<TKey, TState, CancellationToken, ValueTask<TValue>> load,
        EntryOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(load);
        ThrowIfDisposed();
        return MayReadMemory(options) && TryHitEntry(key, out var entry)
            ? new(Lookup<TValue>.Hit(entry, _stack.Slots[0].Name))
            : _reads.LoadAsync(key, state, load, _stack.RulesOf(options), cancellationToken);
    }

    /// <summary>Holds a value under a key in the writable layers, slowest first.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value; null is legal.</param>
    /// <param name="options">How to store it; null takes <see cref="EntryDefaults"/>.</param>
    /// <param name="cancellationToken">Ends the wait; which layers took the value is then not known.</param>
    /// <returns>Which layers took it.</returns>
    /// <exception cref="CacheWriteException">The write policy's layers did not take it.</exception>
    /// <exception cref="ArgumentException">The options name a layer the cache does not have.</exception>
    /// <exception cref="ObjectDisposedException">The cache is disposed.</exception>
    /// <exception cref="OperationCanceledException">
    /// <paramref name="cancellationToken"/> was cancelled.
    /// </exception>
    public ValueTask<WriteResult> SetAsync(
        TKey key, TValue value, EntryOptions? options = null, CancellationToken cancellationToken = default)
    {
        ThrowIfDisposed();
        var rules = _stack.RulesOf(options);
        var entry = NewEntry(value, rules.Entry);

        // What memory refuses goes the general way, which counts it and says so.
        if (_isMemoryOnly && (rules.NotWritten & 1) == 0 && _memory!.TakesEverything(entry.Weight))
        {
            var fills = _gates.NoteFills();
            _memory.Set(key, _stack.Slots[0].Limit(entry, _options.TimeProvider));
            if (!_gates.MayBeCovered(key, fills))
            {
                _stack.Slots[0].Writes.Increment();
                return new(_stack.AllWritten);
            }
        }

        return WriteAsync(key, entry, rules, cancellationToken);
    }

    /// <summary>
    /// Holds a value under a key for a time to live, the rest as <see cref="EntryDefaults"/> say.
    /// </summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value; null is legal.</param>
    /// <param name="ttl">The time to live, greater than zero.</param>
    /// <param name="cancellationToken">Ends the wait; which layers took the value is then not known.</param>
    /// <returns>Which layers took it.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="ttl"/> is zero or negative.</exception>
    /// <exception cref="CacheWriteException">The write policy's layers did not take it.</exception>
    /// <exception cref="ObjectDisposedException">The cache is disposed.</exception>
    public ValueTask<WriteResult> SetAsync(
        TKey key, TValue value, TimeSpan ttl, CancellationToken cancellationToken = default) =>
        SetAsync(key, value, EntryDefaults with { Ttl = ttl }, cancellationToken);

    /// <summary>Drops a key from every writable layer, slowest first. Idempotent.</summary>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Ends the wait; where the key is left is then not known.</param>
    /// <returns>Whether and where it was held.</returns>
    /// <exception cref="CacheWriteException">The write policy's layers did not all drop it.</exception>
    /// <exception cref="ObjectDisposedException">The cache is disposed.</exception>
    /// <exception cref="OperationCanceledException">
    /// <paramref name="cancellationToken"/> was cancelled.
    /// </exception>
    public ValueTask<WriteResult> RemoveAsync(TKey key, CancellationToken cancellationToken = default)
    {
        ThrowIfDisposed();
        if (!_isMemoryOnly)
        {
            return DropAsync(key, false, cancellationToken);
        }

        var fills = _gates.NoteFills();
        var existed = _memory!.Remove(key);
        if (_gates.MayBeCovered(key, fills))
        {
            return DropAsync(key, existed, cancellationToken);
        }

        _stack.Slots[0].CountRemove();
        return new(existed ? _stack.RemovedFromOne : _stack.AbsentFromOne);
    }

    /// <summary>
    /// Whether any layer holds a valid entry under a key. Promotes nothing and counts nothing.
    /// </summary>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="CacheUnavailableException">
    /// No layer that answered holds it, and some did not answer.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The cache is disposed.</exception>
    /// <exception cref="OperationCanceledException">
    /// <paramref name="cancellationToken"/> was cancelled.
    /// </exception>
    public ValueTask<bool> ContainsAsync(TKey key, CancellationToken cancellationToken = default)
    {
        ThrowIfDisposed();
        return _stack.ContainsAsync(key, _copies?.Closed ?? 0, cancellationToken);
    }

    /// <summary>
    /// The entry under a key in one layer. Asks no other, promotes nothing and counts nothing.
    /// </summary>
    /// <param name="layer">The layer's name.</param>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ArgumentException">
    /// There is no such layer; the message names those there are.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The cache is disposed.</exception>
    /// <exception cref="OperationCanceledException">
    /// <paramref name="cancellationToken"/> was cancelled.
    /// </exception>
    public async ValueTask<Lookup<TValue>> GetFromAsync(
        string layer, TKey key, CancellationToken cancellationToken = default)
    {
        ThrowIfDisposed();
        var slot = _stack.SlotOf(layer);
        try
        {
            var answer = await slot.Layer.GetAsync(key, cancellationToken).ConfigureAwait(false);
            return answer.Found ? Lookup<TValue>.Hit(answer.Entry, slot.Name) : answer;
        }
        catch (Exception failure)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Lookup<TValue>.Unavailable(_stack.Report(slot, "get", failure));
        }
    }

    /// <summary>
    /// The entries under many keys, each answered for itself: one batch per layer for what is still missing,
    /// and one per layer to promote what was found below.
    /// </summary>
    /// <param name="keys">The keys; a repeated one is asked for once.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>An answer for every key.</returns>
    /// <exception cref="ObjectDisposedException">The cache is disposed.</exception>
    /// <exception cref="OperationCanceledException">
    /// <paramref name="cancellationToken"/> was cancelled.
    /// </exception>
    public ValueTask<IReadOnlyDictionary<TKey, Lookup<TValue>>> GetManyAsync(
        IEnumerable<TKey> keys, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        ThrowIfDisposed();
        return _many.GetAsync(keys, cancellationToken);
    }

    /// <summary>Holds many values, each for itself: one batch per layer, slowest first.</summary>
    /// <param name="values">The keys and values; the last one wins where a key is repeated.</param>
    /// <param name="options">How to store them; null takes <see cref="EntryDefaults"/>.</param>
    /// <param name="cancellationToken">
    /// Ends the wait; which layers took which value is then not known.
    /// </param>
    /// <returns>
    /// A result for every key. Does not throw when a layer fails: ask <see cref="WriteResult.IsDone"/>.
    /// </returns>
    /// <exception cref="ArgumentException">The options name a layer the cache does not have.</exception>
    /// <exception cref="ObjectDisposedException">The cache is disposed.</exception>
    /// <exception cref="OperationCanceledException">
    /// <paramref name="cancellationToken"/> was cancelled.
    /// </exception>
    public ValueTask<IReadOnlyDictionary<TKey, WriteResult>> SetManyAsync(
        IEnumerable<KeyValuePair<TKey, TValue>> values,
        EntryOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        ThrowIfDisposed();
        var rules = _stack.RulesOf(options);
        return _many.SetAsync(values, value => NewEntry(value, rules.Entry), rules, cancellationToken);
    }

    /// <summary>Drops many keys, each for itself: one batch per layer, slowest first. Idempotent.</summary>
    /// <param name="keys">The keys; a repeated one is dropped once.</param>
    /// <param name="cancellationToken">Ends the wait; which keys are left where is then not known.</param>
    /// <returns>
    /// A result for every key. Does not throw when a layer fails: ask <see cref="WriteResult.IsDone"/>.
    /// </returns>
    /// <exception cref="ObjectDisposedException">The cache is disposed.</exception>
    /// <exception cref="OperationCanceledException">
    /// <paramref name="cancellationToken"/> was cancelled.
    /// </exception>
    public ValueTask<IReadOnlyDictionary<TKey, WriteResult>> RemoveManyAsync(
        IEnumerable<TKey> keys, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        ThrowIfDisposed();
        return _many.RemoveAsync(keys, cancellationToken);
    }

    /// <summary>
    /// Empties every writable layer, slowest first. A load under way stores nothing afterwards.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait; how much is left where is then not known.</param>
    /// <returns>Which layers were emptied.</returns>
    /// <exception cref="CacheWriteException">The write policy's layers were not all emptied.</exception>
    /// <exception cref="ObjectDisposedException">The cache is disposed.</exception>
    /// <exception cref="OperationCanceledException">
    /// <paramref name="cancellationToken"/> was cancelled.
    /// </exception>
    public async ValueTask<WriteResult> ClearAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfDisposed();
        try
        {
            await _gates.BeginClearAsync(cancellationToken).ConfigureAwait(false);
            var result = await _stack.ClearAsync(_options.WritePolicy, cancellationToken).ConfigureAwait(false);
            return Done("clear", _options.WritePolicy, result);
        }
        finally
        {
            _gates.EndClear();
        }
    }

    /// <summary>
    /// The valid entries of the slowest layer that can list them, or of a named one. A faster layer may hold
    /// a part only; the answer says which layer is listed.
    /// </summary>
    /// <param name="layer">The layer to list; null picks the slowest that can.</param>
    /// <exception cref="ArgumentException">
    /// There is no such layer; the message names those there are.
    /// </exception>
    /// <exception cref="NotSupportedException">
    /// The layer, or every layer, cannot list its entries.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The cache is disposed.</exception>
    public CacheEntries<TKey, TValue> Enumerate(string? layer = null)
    {
        ThrowIfDisposed();
        var slot = layer is null
            ? Array.FindLast(_stack.Slots, s => (s.Layer.Traits & LayerTraits.CanEnumerate) != 0)
            : _stack.SlotOf(layer);
        return slot is null
            ? throw new NotSupportedException(
                $"None of the layers {string.Join(", ", Layers)} can list its entries.")
            : new(slot.Name, slot.Layer.EnumerateAsync);
    }

    /// <summary>
    /// Disposes of the layers, if the cache owns them. Every later call for an entry throws; the statistics can still
    /// be read. Idempotent.
    /// </summary>
    /// <exception cref="LayerException">
    /// A layer failed to close; the others are closed all the same.
    /// </exception>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1 || !_options.OwnsLayers)
        {
            return;
        }

        _copies?.Stop();
        List<Exception>? failures = null;
        foreach (var slot in _stack.Slots)
        {
            try
            {
                await slot.Layer.DisposeAsync().ConfigureAwait(false);
            }
            catch (Exception failure)
            {
                (failures ??= []).Add(_stack.Report(slot, "close", failure));
            }
        }

        if (failures is not null)
        {
            throw failures[0];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryHit(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        if (_openMemory is { } memory && memory.TryHit(key, out value))
        {
            _fastHits.Increment();
            return true;
        }

        value = default;
        return false;
    }

    private bool TryHitEntry(TKey key, out Entry<TValue> entry)
    {
        if (_openMemory is { } memory && memory.TryHitEntry(key, out entry))
        {
            _fastHits.Increment();
            return true;
        }

        entry = default;
        return false;
    }

    private bool MayReadMemory(EntryOptions? options) =>
        options is null ? _isMemoryReadByDefault : options.SkipLayers.Count == 0;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ValueTask<TValue> LoadStatelessAsync(
        TKey key,
        Func<TKey, CancellationToken, ValueTask<TValue>> load,
        EntryOptions? options,
        CancellationToken cancellationToken) =>
        LoadValueAsync(key, load, static (k, l, token) => l(k, token), options, cancellationToken);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ValueTask<TValue> LoadValueAsync<TState>(
        TKey key,
        TState state,
        Func<TKey, TState, CancellationToken, ValueTask<TValue>> load,
        EntryOptions? options,
        CancellationToken cancellationToken)
    {
        return ValueOf(_reads.LoadAsync(key, state, load, _stack.RulesOf(options), cancellationToken));

        static async ValueTask<TValue> ValueOf(ValueTask<Lookup<TValue>> lookup) =>
            (await lookup.ConfigureAwait(false)).Value;
    }

    /// <summary>With nothing below to promote from, a miss needs no gate.</summary>
    private async ValueTask<Lookup<TValue>> FindInMemoryAsync(TKey key, CancellationToken cancellationToken)
    {
        var answer = await _stack.FindAsync(key, 0, cancellationToken).ConfigureAwait(false);
        _counters.CountRequest(answer.Lookup.Status);
        return answer.Lookup;
    }

    private async ValueTask<WriteResult> WriteAsync(
        TKey key, Entry<TValue> entry, CallRules rules, CancellationToken cancellationToken)
    {
        using var turn = await _gates.BeginWriteAsync(key, cancellationToken).ConfigureAwait(false);
        CopyTicket<TKey, TValue> ticket = new(_copies, turn.Gate, _gates.Note(turn.Gate));
        var result = await _stack.WriteAsync(key, entry, rules, ticket, cancellationToken).ConfigureAwait(false);
        return Done("set", rules.Policy, result);
    }

    private async ValueTask<WriteResult> DropAsync(TKey key, bool existed, CancellationToken cancellationToken)
    {
        using var turn = await _gates.BeginWriteAsync(key, cancellationToken).ConfigureAwait(false);
        var result = await _stack.RemoveAsync(key, _options.WritePolicy, cancellationToken).ConfigureAwait(false);
        result = Done("remove", _options.WritePolicy, result);
        return existed ? _stack.RemovedFromOne : result;
    }

    private static WriteResult Done(string operation, WritePolicy policy, WriteResult result) =>
        result.IsDone ? result : throw new CacheWriteException(operation, policy, result);

    private Entry<TValue> NewEntry(TValue value, EntryOptions options)
    {
        var now = _options.TimeProvider.NowMs();
        var ttl = options.Ttl is { } span ? _jitter.Spread(span, options.TtlJitterRatio) : (TimeSpan?)null;
        return new(value, Deadline.After(now, ttl), now, options.Weight, options.Priority)
        {
            SlidingTtl = options.SlidingTtl,
        };
    }

    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_disposed != 0, this);
}
