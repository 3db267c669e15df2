using System.Collections.Concurrent;
using System.Diagnostics;

namespace Strata;

/// <summary>
/// A part of the memory layer with a lock of its own: every change of one of its keys happens under that
/// lock, and so do the eviction queues and the timer wheel of its entries. Reads never come here.
/// </summary>
internal sealed class MemoryShard<TKey, TValue>
    where TKey : notnull
{
    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<TKey, MemoryNode<TKey, TValue>> _table;
    private readonly MemoryBounds _bounds;
    private readonly Func<MemoryNode<TKey, TValue>, int> _hashOf;
    private readonly TimerWheel.Expired _dropExpired;
    private readonly S3Fifo<TKey, TValue> _eviction = new();
    private readonly TimerWheel _wheel;
    private long _inserts;
    private long _updates;
    private long _removals;
    private long _evictions;
    private long _expirations;

    public MemoryShard(
        ConcurrentDictionary<TKey, MemoryNode<TKey, TValue>> table,
        MemoryBounds bounds,
        IEqualityComparer<TKey> comparer,
        long nowUnixMs)
    {
        _table = table;
        _bounds = bounds;
        _hashOf = node => comparer.GetHashCode(node.Key);
        _dropExpired = DropExpired;
        _wheel = new TimerWheel(nowUnixMs);
    }

    /// <summary>Places an entry, evicting from this shard as needed.</summary>
    /// <returns>
    /// False if there is no room and nothing here to evict: room has to be made in another shard.
    /// </returns>
    public bool TrySet(TKey key, in Entry<TValue> entry)
    {
        var node = new MemoryNode<TKey, TValue>(key, entry);
        lock (_lock)
        {
            if (_table.TryGetValue(key, out var old))
            {
                var growth = node.Weight - old.Weight;
                if (growth <= 0 || _bounds.TryReserve(0, growth))
                {
                    if (growth < 0)
                    {
                        _bounds.Release(0, -growth);
                    }

                    Replace(old, node);
                    return true;
                }

                // Too heavy for its old place: the old copy leaves first to make room, then others.
                Drop(old);
                _evictions++;
            }

            while (!_bounds.TryReserve(1, node.Weight))
            {
                if (!EvictOneLocked())
                {
                    return false;
                }
            }

            _table[key] = node;
            _eviction.Add(node, _hashOf(node));
            _wheel.Add(node);
            _inserts++;
            return true;
        }
    }

    /// <summary>Evicts one entry, if there is any.</summary>
    public bool TryEvictOne()
    {
        lock (_lock)
        {
            return EvictOneLocked();
        }
    }

    /// <summary>Removes a key; true if a valid entry was there.</summary>
    public bool Remove(TKey key, long nowUnixMs)
    {
        lock (_lock)
        {
            if (!_table.TryGetValue(key, out var node))
            {
                return false;
            }

            Drop(node);
            if (node.HasExpired(nowUnixMs))
            {
                _expirations++;
                return false;
            }

            _removals++;
            return true;
        }
    }

    /// <summary>Removes a node found expired by a reader, unless the key holds another one by now.</summary>
    public void RemoveExpired(MemoryNode<TKey, TValue> node)
    {
        lock (_lock)
        {
            if (node.Queue is not null)
            {
                Drop(node);
                _expirations++;
            }
        }
    }

    /// <summary>Removes expired entries, a batch at most; true if none are left.</summary>
    public bool Sweep(long nowUnixMs, int batchEntries)
    {
        lock (_lock)
        {
            return _wheel.Advance(nowUnixMs, ref batchEntries, _dropExpired);
        }
    }

    /// <summary>Removes everything that belongs to this shard.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            while (_eviction.Oldest is { } node)
            {
                Drop(node);
                _removals++;
            }

            _eviction.ForgetEvicted();
        }
    }

    public void AddTo(ref long inserts, ref long updates, ref long removals, ref long evictions, ref long expirations)
    {
        lock (_lock)
        {
            inserts += _inserts;
            updates += _updates;
            removals += _removals;
            evictions += _evictions;
            expirations += _expirations;
        }
    }

    private void Replace(MemoryNode<TKey, TValue> old, MemoryNode<TKey, TValue> node)
    {
        _table[node.Key] = node;
        _eviction.Replace(old, node, _hashOf(node));
        _wheel.Remove(old);
        _wheel.Add(node);
        _updates++;
    }

    private bool EvictOneLocked()
    {
        if (_eviction.Evict(_hashOf) is not { } node)
        {
            return false;
        }

        Forget(node);
        _evictions++;
        return true;
    }

    private void DropExpired(WheelNode expired)
    {
        Drop((MemoryNode<TKey, TValue>)expired);
        _expirations++;
    }

    private void Drop(MemoryNode<TKey, TValue> node)
    {
        S3Fifo<TKey, TValue>.Remove(node);
        Forget(node);
    }

    private void Forget(MemoryNode<TKey, TValue> node)
    {
        _wheel.Remove(node);
        var wasThere = _table.TryRemove(KeyValuePair.Create(node.Key, node));
        Debug.Assert(wasThere, "A node in the queues is the one in the table.");
        _bounds.Release(1, node.Weight);
    }
}
