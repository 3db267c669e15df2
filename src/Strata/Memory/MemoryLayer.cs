using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Strata;

/// <summary>
/// The layer in this process's memory: bounded, thread-safe, fastest of all, and empty after a restart.
/// </summary>
/// <remarks>
/// <para>
/// <b>Idea.</b> One concurrent table answers reads without a lock. Every change of a key takes the lock of
/// the key's shard, which also owns the eviction queues (<see cref="S3Fifo{TKey, TValue}"/>) and the timer
/// wheel (<see cref="TimerWheel"/>) of the shard's entries. There is no lock over the whole layer.
/// </para>
/// <para>
/// <b>Bounds.</b> Room is reserved before an entry is placed, so neither bound is exceeded at any moment; the
/// newest entry is always accepted unless it alone outweighs the whole.
/// </para>
/// <para>
/// <b>Expiry.</b> A read checks the deadline to the millisecond. The memory of expired entries is given back
/// by one timer for the whole layer, in bounded batches; there is no timer, task or thread per key. The timer
/// starts with the first entry that has a deadline, and holds the layer weakly.
/// </para>
/// <para>
/// <b>Invariants.</b> A node is in the table exactly if it is in one queue of its shard; it stands in the wheel
/// if it has a deadline too; the bounds count exactly the nodes in the table.
/// </para>
/// </remarks>
/// <typeparam name="TKey">The type of the keys.</typeparam>
/// <typeparam name="TValue">The type of the values; <see langword="null"/> is a legal value.</typeparam>
public sealed class MemoryLayer<TKey, TValue> : ILayer<TKey, TValue>
    where TKey : notnull
{
    private const int EntriesPerShardMin = 512;

    private readonly MemoryLayerOptions<TKey, TValue> _options;
    private readonly IEqualityComparer<TKey> _comparer;
    private readonly ConcurrentDictionary<TKey, MemoryNode<TKey, TValue>> _table;
    private readonly MemoryShard<TKey, TValue>[] _shards;
    private readonly MemoryBounds _bounds;
    private readonly TimeProvider _clock;
    private readonly StripedCounter _hits = new();
    private readonly StripedCounter _misses = new();
    private readonly StripedCounter _refusals = new();
    private readonly ITimer _sweepTimer;
    private int _sweepStarted;
    private int _sweeping;
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
        _clock = options.TimeProvider;
        _comparer = options.Comparer ?? EqualityComparer<TKey>.Default;
        _table = new(options.Comparer);
        _bounds = new MemoryBounds(options.CapacityEntries, options.CapacityWeight);
        _shards = new MemoryShard<TKey, TValue>[ShardCount(options.CapacityEntries)];
        for (var i = 0; i < _shards.Length; i++)
        {
            _shards[i] = new(_table, _bounds, _comparer, _clock.NowMs());
        }

        _sweepTimer = CreateSweepTimer(_clock, new WeakReference<MemoryLayer<TKey, TValue>>(this));
    }

    /// <inheritdoc />
    public string Name => _options.Name;

    /// <inheritdoc />
    public LayerTraits Traits => LayerTraits.CanEnumerate;

    /// <inheritdoc />
    public TimeSpan? TtlMax => _options.TtlMax;

    /// <summary>How many entries are held, expired ones not yet swept included.</summary>
    public long Count => _bounds.Entries;

    /// <summary>What the layer has done since it was made.</summary>
    public MemoryStatistics Statistics
    {
        get
        {
            long inserts = 0, updates = 0, removals = 0, evictions = 0, expirations = 0;
            foreach (var shard in _shards)
            {
                shard.AddTo(ref inserts, ref updates, ref removals, ref evictions, ref expirations);
            }

            return new MemoryStatistics
            {
                Hits = _hits.Sum,
                Misses = _misses.Sum,
                Inserts = inserts,
                Updates = updates,
                Removals = removals,
                Evictions = evictions,
                Expirations = expirations,
                Refusals = _refusals.Sum,
                Entries = _bounds.Entries,
                Weight = _bounds.Weight,
            };
        }
    }

    /// <summary>
    /// The value under a key, if it is held and has not expired. Takes no lock and allocates
    /// nothing.
    /// </summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value found; may be <see langword="null"/> even then.</param>
    /// <returns>Whether a valid entry was found.</returns>
    /// <exception cref="ObjectDisposedException">The layer is disposed.</exception>
    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        if (TryHit(key, out var node))
        {
            value = node.Value;
            return true;
        }

        _misses.Increment();
        value = default;
        return false;
    }

    /// <summary>
    /// The entry under a key, if it is held and has not expired. Takes no lock and allocates
    /// nothing.
    /// </summary>
    /// <param name="key">The key.</param>
    /// <param name="entry">The entry found.</param>
    /// <returns>Whether a valid entry was found.</returns>
    /// <exception cref="ObjectDisposedException">The layer is disposed.</exception>
    public bool TryGetEntry(TKey key, out Entry<TValue> entry)
    {
        if (TryHit(key, out var node))
        {
            entry = node.Entry;
            return true;
        }

        _misses.Increment();
        entry = default;
        return false;
    }

    /// <summary>Whether a valid entry is held under a key; counts as no use of it.</summary>
    /// <param name="key">The key.</param>
    /// <exception cref="ObjectDisposedException">The layer is disposed.</exception>
    public bool Contains(TKey key)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _table.TryGetValue(key, out var node) && !node.HasExpired(_clock.NowMs());
    }

    /// <summary>Holds an entry under a key, in the place of what was there.</summary>
    /// <param name="key">The key.</param>
    /// <param name="entry">The entry. One whose deadline has come leaves nothing under the key.</param>
    /// <exception cref="LayerException">
    /// The entry outweighs the whole layer; an older copy was dropped.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The layer is disposed.</exception>
    public void Set(TKey key, in Entry<TValue> entry)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (!entry.Deadline.IsNever && entry.Deadline.HasCome(_clock.NowMs()))
        {
            Remove(key);
            return;
        }

        if (!CanHold(entry))
        {
            Remove(key);
            _refusals.Increment();
            throw TooHeavy(entry.Weight);
        }

        var home = ShardIndexOf(key);
        var spin = new SpinWait();
        while (!_shards[home].TrySet(key, entry))
        {
            if (!TryMakeRoomBeside(home))
            {
                // All the room is reserved by others who are about to place their entries.
                spin.SpinOnce();
            }
        }

        if (!entry.Deadline.IsNever && Volatile.Read(ref _sweepStarted) == 0)
        {
            StartSweeping();
        }
    }

    /// <summary>Drops the entry under a key.</summary>
    /// <param name="key">The key.</param>
    /// <returns>Whether a valid entry was there.</returns>
    /// <exception cref="ObjectDisposedException">The layer is disposed.</exception>
    public bool Remove(TKey key)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _shards[ShardIndexOf(key)].Remove(key, _clock.NowMs());
    }

    /// <summary>Drops every entry, shard by shard.</summary>
    /// <exception cref="ObjectDisposedException">The layer is disposed.</exception>
    public void Clear()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        DropAll();
    }

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
        foreach (var (key, node) in _table)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!node.HasExpired(_clock.NowMs()))
            {
                yield return KeyValuePair.Create(key, node.Entry);
            }
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
        DropAll();
        return ValueTask.CompletedTask;
    }

    /// <summary>Like <see cref="TryGet"/>, but leaves counting a miss to the caller.</summary>
    internal bool TryHit(TKey key, [NotNullWhen(true)] out MemoryNode<TKey, TValue>? node)
    {
        if (_disposed)
        {
            ThrowDisposed();
        }

        if (!_table.TryGetValue(key, out node))
        {
            return false;
        }

        if (node.DeadlineUnixMs != long.MaxValue && node.DeadlineUnixMs <= _clock.NowMs())
        {
            _shards[ShardIndexOf(key)].RemoveExpired(node);
            node = null;
            return false;
        }

        node.Touch();
        _hits.Increment();
        return true;
    }

    /// <summary>Whether the entry is not too heavy for the whole layer.</summary>
    internal bool CanHold(in Entry<TValue> entry) => entry.Weight <= _bounds.WeightMax;

    private static int ShardCount(int capacityEntries)
    {
        var wanted = Math.Min(Environment.ProcessorCount * 4, capacityEntries / EntriesPerShardMin);
        return (int)BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(wanted, 1, 256));
    }

    private static ITimer CreateSweepTimer(TimeProvider clock, WeakReference<MemoryLayer<TKey, TValue>> owner) =>
        clock.CreateTimer(
            static state =>
            {
                if (((WeakReference<MemoryLayer<TKey, TValue>>)state!).TryGetTarget(out var layer))
                {
                    layer.Sweep();
                }
            },
            owner,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);

    /// <summary>
    /// The shard of a key: the high bits of its hash times the golden ratio, so that patterns
    /// spread.
    /// </summary>
    private int ShardIndexOf(TKey key)
    {
        var mixed = (uint)_comparer.GetHashCode(key) * 0x9E3779B9u;
        return (int)((ulong)mixed * (uint)_shards.Length >> 32);
    }

    /// <summary>Evicts one entry from the first other shard that has any; the own one had none.</summary>
    private bool TryMakeRoomBeside(int home)
    {
        for (var i = 1; i < _shards.Length; i++)
        {
            if (_shards[(home + i) & (_shards.Length - 1)].TryEvictOne())
            {
                return true;
            }
        }

        return false;
    }

    private void DropAll()
    {
        foreach (var shard in _shards)
        {
            shard.Clear();
        }
    }

    private void StartSweeping()
    {
        if (Interlocked.Exchange(ref _sweepStarted, 1) == 0)
        {
            _sweepTimer.Change(_options.SweepInterval, _options.SweepInterval);
        }
    }

    private void Sweep()
    {
        if (Interlocked.Exchange(ref _sweeping, 1) == 1)
        {
            return;
        }

        try
        {
            foreach (var shard in _shards)
            {
                while (!_disposed && !shard.Sweep(_clock.NowMs(), _options.SweepBatchEntries))
                {
                    // The lock is free between two batches; who waits for it goes first.
                    Thread.Yield();
                }
            }
        }
        finally
        {
            Volatile.Write(ref _sweeping, 0);
        }
    }

    [DoesNotReturn]
    private void ThrowDisposed() => throw new ObjectDisposedException(Name);

    private LayerException TooHeavy(int weight) => new(
        Name,
        "set",
        FailureKind.Permanent,
        $"an entry of weight {weight} is heavier than the whole layer may be (CapacityWeight {_bounds.WeightMax})");
}
