using System.Diagnostics.CodeAnalysis;

namespace Strata.Lab.Comparisons;

/// <summary>
/// The cache that is compared with: one dictionary, one lock around everything, the order of use as a linked
/// list, deadlines, and counters. What most in-process caches begin as.
/// </summary>
/// <remarks>
/// Every call takes the lock, a look-up too, for it moves its entry to the front of the list. A clean-up holds it
/// while it looks at every entry. Contention is counted where it happens: a thread that finds the lock taken
/// counts itself, then waits.
/// </remarks>
internal sealed class OneLockCache<TKey, TValue>
    where TKey : notnull
{
    private readonly int _capacity;
    private readonly TimeProvider _clock;
    private readonly Lock _lock = new();
    private readonly Dictionary<TKey, LinkedListNode<Held>> _table = [];
    private readonly LinkedList<Held> _byUse = [];
    private long _contentions;
    private long _acquisitions;
    private long _hits;
    private long _misses;
    private long _evictions;
    private long _expirations;

    /// <summary>Makes an empty cache.</summary>
    /// <param name="capacity">The most entries; the one unused for longest makes room.</param>
    /// <param name="clock">The clock of the deadlines.</param>
    public OneLockCache(int capacity, TimeProvider clock)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _capacity = capacity;
        _clock = clock;
    }

    /// <summary>How often the lock was taken.</summary>
    public long Acquisitions => Interlocked.Read(ref _acquisitions);

    /// <summary>How often a thread found the lock taken by another.</summary>
    public long Contentions => Interlocked.Read(ref _contentions);

    /// <summary>Look-ups that found a valid entry.</summary>
    public long Hits => Interlocked.Read(ref _hits);

    /// <summary>Look-ups that found none.</summary>
    public long Misses => Interlocked.Read(ref _misses);

    /// <summary>Entries that left to make room.</summary>
    public long Evictions => Interlocked.Read(ref _evictions);

    /// <summary>Entries that left because their deadline had come.</summary>
    public long Expirations => Interlocked.Read(ref _expirations);

    /// <summary>Entries held, expired ones included.</summary>
    public int Count
    {
        get
        {
            Enter();
            try
            {
                return _table.Count;
            }
            finally
            {
                _lock.Exit();
            }
        }
    }

    /// <summary>The value under a key, if it is held and has not expired.</summary>
    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        Enter();
        try
        {
            if (!_table.TryGetValue(key, out var node))
            {
                _misses++;
                value = default;
                return false;
            }

            if (node.Value.DeadlineUnixMs <= _clock.NowMs())
            {
                Drop(node);
                _expirations++;
                _misses++;
                value = default;
                return false;
            }

            _byUse.Remove(node);
            _byUse.AddFirst(node);
            _hits++;
            value = node.Value.Value;
            return true;
        }
        finally
        {
            _lock.Exit();
        }
    }

    /// <summary>Holds a value under a key for a time.</summary>
    public void Set(TKey key, TValue value, TimeSpan ttl)
    {
        Enter();
        try
        {
            if (_table.TryGetValue(key, out var older))
            {
                Drop(older);
            }
            else if (_table.Count == _capacity)
            {
                Drop(_byUse.Last!);
                _evictions++;
            }

            var deadline = _clock.NowMs() + (long)ttl.TotalMilliseconds;
            _table[key] = _byUse.AddFirst(new Held(key, value, deadline));
        }
        finally
        {
            _lock.Exit();
        }
    }

    /// <summary>Drops every expired entry, looking at all of them under the lock.</summary>
    /// <returns>How many there were.</returns>
    public int RemoveExpired()
    {
        Enter();
        try
        {
            var now = _clock.NowMs();
            var expired = _table.Values.Where(node => node.Value.DeadlineUnixMs <= now).ToList();
            expired.ForEach(Drop);
            _expirations += expired.Count;
            return expired.Count;
        }
        finally
        {
            _lock.Exit();
        }
    }

    private void Drop(LinkedListNode<Held> node)
    {
        _table.Remove(node.Value.Key);
        _byUse.Remove(node);
    }

    private void Enter()
    {
        if (!_lock.TryEnter())
        {
            Interlocked.Increment(ref _contentions);
            _lock.Enter();
        }

        _acquisitions++;
    }

    private readonly record struct Held(TKey Key, TValue Value, long DeadlineUnixMs);
}
