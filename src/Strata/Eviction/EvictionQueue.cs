using System.Diagnostics;

namespace Strata;

/// <summary>A first-in-first-out queue of memory nodes, linked through the nodes themselves.</summary>
internal sealed class EvictionQueue<TKey, TValue>
    where TKey : notnull
{
    private MemoryNode<TKey, TValue>? _newest;

    public int Count { get; private set; }

    /// <summary>The node that has been here longest.</summary>
    public MemoryNode<TKey, TValue>? Oldest { get; private set; }

    public void Add(MemoryNode<TKey, TValue> node)
    {
        Debug.Assert(node.Queue is null, "A node stands in one queue at a time.");
        node.Queue = this;
        node.Older = _newest;
        if (_newest is null)
        {
            Oldest = node;
        }
        else
        {
            _newest.Newer = node;
        }

        _newest = node;
        Count++;
    }

    public void Remove(MemoryNode<TKey, TValue> node)
    {
        Debug.Assert(node.Queue == this, "A node is taken from the queue it stands in.");
        if (node.Older is null)
        {
            Oldest = node.Newer;
        }
        else
        {
            node.Older.Newer = node.Newer;
        }

        if (node.Newer is null)
        {
            _newest = node.Older;
        }
        else
        {
            node.Newer.Older = node.Older;
        }

        node.Queue = null;
        node.Older = null;
        node.Newer = null;
        Count--;
    }

    /// <summary>Puts <paramref name="next"/> exactly where <paramref name="node"/> stands.</summary>
    public void Replace(MemoryNode<TKey, TValue> node, MemoryNode<TKey, TValue> next)
    {
        Debug.Assert(node.Queue == this, "A node is replaced in the queue it stands in.");
        next.Queue = this;
        next.Older = node.Older;
        next.Newer = node.Newer;
        if (node.Older is null)
        {
            Oldest = next;
        }
        else
        {
            node.Older.Newer = next;
        }

        if (node.Newer is null)
        {
            _newest = next;
        }
        else
        {
            node.Newer.Older = next;
        }

        node.Queue = null;
        node.Older = null;
        node.Newer = null;
    }
}
