using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Strata;

/// <summary>
/// The layer in this process's memory: bounded, thread-safe, fastest of all, and empty after a restart.
/// </summary>
/// <remarks>
/// <para>
/// <b>Idea.</b> One table of slots answers reads without a lock, and a slot is the whole entry
/// (<see cref="EntryTable{TKey, TValue}"/>). Every change of a chain takes the lock of the key's stripe, which also
/// owns the queues of the policy and the timer wheel (<see cref="TimerWheel"/>) of its entries. There is no lock over
/// the whole layer. The policy is part of the engine's code, chosen once when the layer is made.
/// </para>
/// <para>
/// <b>Bounds.</b> Room is reserved before an entry is placed, so neither bound is exceeded at any moment; the
/// newest entry is always accepted unless it alone outweighs the whole, or the policy lets none leave.
/// </para>
/// <para>
/// <b>Expiry.</b> A read checks the deadline to the millisecond. The memory of expired entries is given back
/// by one timer for the whole layer, in bounded batches, and by writers who pass by; there is no timer, task or
/// thread per key. The timer starts with the first entry that has a deadline, and holds the layer weakly.
/// </para>
/// </remarks>
/// <typeparam name="TKey">The type of the keys.</typeparam>
/// <typeparam name="TValue">The type of the values; <see langword="null"/> is a legal value.</typeparam>
public sealed class MemoryLayer<TKey, TValue> : ILayer<TKey, TValue>
    where TKey : notnull
{
    private readonly MemoryLayerOptions<TKey, TValue> _options;
    private readonly MemoryEngine<TKey, TValue> _engine;
    private readonly Func<TKey, TValue, int>? _weigher;
    private readonly ITimer _sweepTimer;
    private long _refusals;
    private int _sweepStarted;
    private volatile bool _disposed;

    /// <summary>Makes a memory layer with the default settings.</summary>
    public MemoryLayer() : this(new MemoryLayerOptions<TKey, TValue>())
    {
    }

    /// <summary>Makes a memory layer.</summary>
    /// <param name="options">How it is set up.</param>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    /// <exception cref="ArgumentException">A setting is out of its range; the message names it.</exception>
    public MemoryLayer(MemoryLayerOptions<TKey, TValue> options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
        _weigher = options.Weigher ?? (options.CapacityBytes is null ? null : EntrySize.Of);
        _engine = EngineChoice.Make(new MemoryEngineStart<TKey, TValue>(
            options,
            new MemoryBounds(options.CapacityEntries, options.CapacityWeight ?? options.CapacityBytes),
            options.Advice ? new ReuseSample(options.CapacityEntries) : null));
        var self = new WeakReference<MemoryLayer<TKey, TValue>>(this);
        _sweepTimer = CreateSweepTimer(options.TimeProvider, self);
        MemoryMeter.Watch(
            options.Name, () => self.TryGetTarget(out var layer) && !layer._disposed ? layer.Statistics : null);
    }

    /// <inheritdoc />
    public string Name => _options.Name;

    /// <inheritdoc />
    public LayerTraits Traits => LayerTraits.CanEnumerate;

    /// <inheritdoc />
    public TimeSpan? TtlMax => _options.TtlMax;

    /// <summary>How many entries are held, expired ones not yet swept included.</summary>
    public long Count => _engine.Bounds.Entries;

    /// <summary>The most entries held, as set at the start or by <see cref="Resize"/>.</summary>
    public long CapacityEntries => _engine.Bounds.EntriesMax;

    /// <summary>
    /// The most weight held, in bytes if they are what is counted; <see langword="null"/> if there is no such bound.
    /// </summary>
    public long? CapacityWeight => _engine.Bounds.WeightMax is var max and not long.MaxValue ? max : null;

    /// <summary>What the layer has done since it was made.</summary>
    public MemoryStatistics Statistics => _engine.Snapshot() with { Refusals = Volatile.Read(ref _refusals) };

    /// <summary>
    /// The value under a key, if it is held and has not expired. Takes no lock and allocates
    /// nothing.
    /// </summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value found; may be <see langword="null"/> even then.</param>
    /// <returns>Whether a valid entry was found.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is null.</exception>
    /// <exception cref="ObjectDisposedException">The layer is disposed.</exception>
    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        if (_engine.TryGet(key, out value))
        {
            return true;
        }

        _engine.CountMiss();
        return false;
    }

    /// <summary>
    /// The entry under a key, if it is held and has not expired. Takes no lock and allocates
    /// nothing.
    /// </summary>
    /// <param name="key">The key.</param>
    /// <param name="entry">The entry found.</param>
    /// <returns>Whether a valid entry was found.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is null.</exception>
    /// <exception cref="ObjectDisposedException">The layer is disposed.</exception>
    public bool TryGetEntry(TKey key, out Entry<TValue> entry)
    {
        if (_engine.TryGetEntry(key, out entry))
        {
            return true;
        }

        _engine.CountMiss();
        return false;
    }

    /// <summary>Whether a valid entry is held under a key; counts as no use of it.</summary>
    /// <param name="key">The key.</param>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is null.</exception>
    /// <exception cref="ObjectDisposedException">The layer is disposed.</exception>
    public bool Contains(TKey key) => _engine.Contains(key);

    /// <summary>Holds an entry under a key, in the place of what was there.</summary>
    /// <param name="key">The key.</param>
    /// <param name="entry">The entry. One whose deadline has come leaves nothing under the key.</param>
    /// <exception cref="LayerException">
    /// The entry outweighs the whole layer, and an older copy was dropped; or the layer is full and its policy lets no
    /// entry leave.
    /// </exception>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The weigher answered less than 1.</exception>
    /// <exception cref="ObjectDisposedException">The layer is disposed.</exception>
    public void Set(TKey key, in Entry<TValue> entry)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_weigher is not null)
        {
            SetWeighed(key, entry.Weighing(Weigh(key, entry.Value)));
            return;
        }

        SetWeighed(key, entry);
    }

    /// <summary>Drops the entry under a key.</summary>
    /// <param name="key">The key.</param>
    /// <returns>Whether a valid entry was there.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is null.</exception>
    /// <exception cref="ObjectDisposedException">The layer is disposed.</exception>
    public bool Remove(TKey key) => _engine.Remove(key);

    /// <summary>Drops every entry, stripe by stripe.</summary>
    /// <exception cref="ObjectDisposedException">The layer is disposed.</exception>
    public void Clear() => _engine.Clear();

    /// <summary>
    /// Sets other bounds while the layer is in use. What is held beyond them is evicted before this returns.
    /// </summary>
    /// <param name="capacityEntries">The most entries from now on, at least 1.</param>
    /// <param name="capacityWeight">
    /// The most weight (bytes, if they are what is counted) from now on, at least 1; null leaves that bound as it is.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">A bound is less than 1.</exception>
    /// <exception cref="ObjectDisposedException">The layer is disposed.</exception>
    public void Resize(int capacityEntries, long? capacityWeight = null)
    {
        Setting.ThrowIfLessThan(capacityEntries, 1);
        Setting.ThrowIfLessThan(capacityWeight ?? 1, 1, nameof(capacityWeight));
        _engine.Resize(capacityEntries, capacityWeight ?? CapacityWeight);
    }

    /// <summary>
    /// Keys of the entries that would leave last, the safest first, as far as the policy can tell. Expired entries may
    /// be among them. Walks through all entries: for looking, not for each request.
    /// </summary>
    /// <param name="count">How many keys at most, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    /// <exception cref="ObjectDisposedException">The layer is disposed.</exception>
    public IReadOnlyList<TKey> Hottest(int count)
    {
        Setting.ThrowIfLessThan(count, 0);
        return _engine.Hottest(count);
    }

    /// <summary>
    /// Keys of the entries that would leave next, the first to go first, as far as the policy can tell. Expired entries
    /// may be among them.
    /// </summary>
    /// <param name="count">How many keys at most, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    /// <exception cref="ObjectDisposedException">The layer is disposed.</exception>
    public IReadOnlyList<TKey> Coldest(int count)
    {
        Setting.ThrowIfLessThan(count, 0);
        return _engine.Coldest(count);
    }

    /// <summary>What other capacities would have brought so far.</summary>
    /// <exception cref="InvalidOperationException">
    /// The layer was made without <see cref="MemoryLayerOptions{TKey, TValue}.Advice"/>.
    /// </exception>
    public CapacityAdvice Advise() => new(
        _engine.Advice ?? throw new InvalidOperationException(
            $"The layer '{Name}' watches no requests: set Advice in its options."),
        CapacityEntries);

    /// <inheritdoc />
    public ValueTask<Lookup<TValue>> GetAsync(TKey key, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<Lookup<TValue>>(cancellationToken);
        }

        return new(TryGetEntry(key, out var entry) ? Lookup<TValue>.Hit(entry) : Lookup<TValue>.Miss);
    }

    /// <inheritdoc />
    public ValueTask SetAsync(TKey key, Entry<TValue> entry, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled(cancellationToken);
        }

        Set(key, entry);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask<bool> RemoveAsync(TKey key, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<bool>(cancellationToken)
            : new(Remove(key));

    /// <inheritdoc />
    public ValueTask<bool> ContainsAsync(TKey key, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<bool>(cancellationToken)
            : new(Contains(key));

    /// <inheritdoc />
    public ValueTask ClearAsync(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled(cancellationToken);
        }

        Clear();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<KeyValuePair<TKey, Entry<TValue>>> EnumerateAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        await ValueTask.CompletedTask.ConfigureAwait(false);
        foreach (var held in _engine.Entries())
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return held;
        }
    }

    /// <summary>
    /// Drops everything and stops the sweep. Later use throws <see
    /// cref="ObjectDisposedException"/>.
    /// </summary>
    public ValueTask DisposeAsync()
    {
        _disposed = true;
        _sweepTimer.Dispose();
        _engine.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>The present, by the layer's clock.</summary>
    internal long NowUnixMs => _options.TimeProvider.NowMs();

    /// <summary>The valid entries in about the order in which they would leave; counts as no use of them.</summary>
    internal IEnumerable<KeyValuePair<TKey, Entry<TValue>>> EntriesColdestFirst()
    {
        foreach (var key in _engine.Coldest(int.MaxValue))
        {
            if (_engine.TryPeek(key, out var entry))
            {
                yield return KeyValuePair.Create(key, entry);
            }
        }
    }

    /// <summary>Like <see cref="TryGet"/>, but leaves counting a miss to the caller.</summary>
    internal bool TryHit(TKey key, [MaybeNullWhen(false)] out TValue value) => _engine.TryGet(key, out value);

    /// <summary>Like <see cref="TryGetEntry"/>, but leaves counting a miss to the caller.</summary>
    internal bool TryHitEntry(TKey key, out Entry<TValue> entry) => _engine.TryGetEntry(key, out entry);

    internal bool TryGetText(ReadOnlySpan<char> key, [MaybeNullWhen(false)] out TValue value)
    {
        if (_engine.TryGetText(key, out value))
        {
            return true;
        }

        _engine.CountMiss();
        return false;
    }

    /// <summary>Whether a set is sure to be taken: nothing is weighed, and room can be made.</summary>
    internal bool TakesEverything(int weight) =>
        _weigher is null && _options.Eviction != EvictionPolicy.None && weight <= _engine.Bounds.WeightMax;

    private static ITimer CreateSweepTimer(TimeProvider clock, WeakReference<MemoryLayer<TKey, TValue>> owner) =>
        clock.CreateTimer(
            static state =>
            {
                if (((WeakReference<MemoryLayer<TKey, TValue>>)state!).TryGetTarget(out var layer))
                {
                    layer._engine.Sweep();
                }
            },
            owner,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);

    private void SetWeighed(TKey key, in Entry<TValue> entry)
    {
        if (entry.Weight > _engine.Bounds.WeightMax)
        {
            _engine.Remove(key);
            throw TooHeavy(entry.Weight);
        }

        if (!_engine.TrySet(key, entry))
        {
            throw Full();
        }

        if ((!entry.Deadline.IsNever || entry.SlidingMs != 0) && Volatile.Read(ref _sweepStarted) == 0)
        {
            StartSweeping();
        }
    }

    private int Weigh(TKey key, TValue value)
    {
        var weight = _weigher!(key, value);
        return weight >= 1 ? weight : throw new InvalidOperationException(
            $"The weigher of the layer '{Name}' answered {weight}; a weight is at least 1.");
    }

    private void StartSweeping()
    {
        if (Interlocked.Exchange(ref _sweepStarted, 1) == 0)
        {
            _sweepTimer.Change(_options.SweepInterval, _options.SweepInterval);
        }
    }

    private LayerException TooHeavy(int weight)
    {
        Interlocked.Increment(ref _refusals);
        var bound = _options.CapacityBytes is null ? "CapacityWeight" : "CapacityBytes";
        return new(
            Name,
            "set",
            FailureKind.Permanent,
            $"an entry of weight {weight} is heavier than the whole layer may be ({bound} {_engine.Bounds.WeightMax})");
    }

    private LayerException Full()
    {
        Interlocked.Increment(ref _refusals);
        return new(
            Name,
            "set",
            FailureKind.Transient,
            $"the layer is full with {Count} entries of weight {_engine.Bounds.Weight}, and its policy None lets no"
            + " entry leave for another");
    }
}
