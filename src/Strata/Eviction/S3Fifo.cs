namespace Strata;

/// <summary>
/// Decides which entry of a shard leaves when room is needed: S3-FIFO, three first-in-first-out queues.
/// </summary>
/// <remarks>
/// <para>
/// <b>Idea.</b> Most keys are asked for once and never again. New entries therefore pass through a small
/// queue (a tenth of the entries); only those hit at least twice there move on to the main queue, the others
/// leave and are remembered in the ghost list. A key that returns while remembered goes straight to the main
/// queue. In the main queue an entry with merit is spared and loses one point of it; one without leaves.
/// </para>
/// <para>
/// <b>Invariants.</b> Every node of the shard stands in exactly one of the two queues; a hit writes at most
/// one byte and takes no lock. A call to <see cref="Evict"/> ends: each round either finds a node, moves one
/// from small to main, or lowers a merit.
/// </para>
/// <para>
/// <b>Priority.</b> Low never moves on to the main queue; High enters it at once with full merit.
/// </para>
/// <para><b>Concurrency.</b> None: the shard holds its lock. Source: Yang et al., "FIFO Queues Are All You
/// Need for Cache Eviction", SOSP 2023.</para>
/// </remarks>
internal sealed class S3Fifo<TKey, TValue>
    where TKey : notnull
{
    private const int SmallShare = 10;
    private const int MoveOnMerit = 2;
    private const int GhostsMin = 16;

    private readonly EvictionQueue<TKey, TValue> _small = new();
    private readonly EvictionQueue<TKey, TValue> _main = new();
    private readonly GhostList _ghosts = new();

    public int Count => _small.Count + _main.Count;

    /// <summary>A node that has been here long; null if there is none.</summary>
    public MemoryNode<TKey, TValue>? Oldest => _main.Oldest ?? _small.Oldest;

    /// <summary>Takes a new node in.</summary>
    public void Add(MemoryNode<TKey, TValue> node, int hash)
    {
        if (node.Priority == EntryPriority.High)
        {
            node.Merit = MemoryNode<TKey, TValue>.MeritMax;
            _main.Add(node);
        }
        else if (node.Priority == EntryPriority.Normal && _ghosts.Contains(hash))
        {
            _main.Add(node);
        }
        else
        {
            _small.Add(node);
        }
    }

    /// <summary>
    /// Puts the new node of a key in the place, and with the merit, of the one it replaces.
    /// </summary>
    public void Replace(MemoryNode<TKey, TValue> node, MemoryNode<TKey, TValue> next, int hash)
    {
        if (node.Priority == next.Priority)
        {
            next.Merit = node.Merit;
            node.Queue!.Replace(node, next);
            return;
        }

        node.Queue!.Remove(node);
        Add(next, hash);
    }

    public static void Remove(MemoryNode<TKey, TValue> node) => node.Queue!.Remove(node);

    /// <summary>Takes out the node that leaves to make room; null if there is none.</summary>
    /// <param name="hashOf">Gives the hash by which the node's key is remembered.</param>
    public MemoryNode<TKey, TValue>? Evict(Func<MemoryNode<TKey, TValue>, int> hashOf)
    {
        while (Count > 0)
        {
            if (_small.Count > 0 && (_main.Count == 0 || _small.Count * SmallShare >= Count))
            {
                var node = _small.Oldest!;
                _small.Remove(node);
                if (node.Merit < MoveOnMerit || node.Priority == EntryPriority.Low)
                {
                    Remember(node, hashOf(node));
                    return node;
                }

                node.Merit = 0;
                _main.Add(node);
            }
            else
            {
                var node = _main.Oldest!;
                _main.Remove(node);
                if (node.Merit == 0)
                {
                    return node;
                }

                node.Merit--;
                _main.Add(node);
            }
        }

        return null;
    }

    /// <summary>Forgets which keys were evicted of late.</summary>
    public void ForgetEvicted() => _ghosts.Clear();

    private void Remember(MemoryNode<TKey, TValue> evicted, int hash)
    {
        if (evicted.Priority == EntryPriority.Normal)
        {
            _ghosts.Add(hash, Math.Max(Count, GhostsMin));
        }
    }
}
