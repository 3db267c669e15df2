using System.Diagnostics;

namespace Strata.Lab.Traces.Reference;

/// <summary>A doubly linked list of numbered keys, each in it once at most; every call takes constant time.</summary>
/// <param name="distinct">The keys are 0 to this, not included.</param>
internal sealed class KeyList(int distinct)
{
    private const int Absent = -1;

    // The number after the last key stands for both ends.
    private readonly int[] _next = Ring(distinct);
    private readonly int[] _previous = Ring(distinct);

    public int Count { get; private set; }

    /// <summary>The key that was added or moved longest ago. The list must not be empty.</summary>
    public int Oldest
    {
        get
        {
            Debug.Assert(Count > 0, "an empty list has no oldest key");
            return _previous[distinct];
        }
    }

    public bool Contains(int key) => _next[key] != Absent;

    /// <summary>Adds a key as the newest, or makes it so.</summary>
    public void AddNewest(int key)
    {
        Remove(key);
        Count++;
        var second = _next[distinct];
        _next[key] = second;
        _previous[key] = distinct;
        _previous[second] = key;
        _next[distinct] = key;
    }

    /// <summary>Takes a key out.</summary>
    /// <returns>Whether it was there.</returns>
    public bool Remove(int key)
    {
        if (!Contains(key))
        {
            return false;
        }

        Count--;
        _next[_previous[key]] = _next[key];
        _previous[_next[key]] = _previous[key];
        _next[key] = Absent;
        return true;
    }

    /// <summary>Takes the oldest key out of a list that is not empty.</summary>
    public int RemoveOldest()
    {
        var key = Oldest;
        Remove(key);
        return key;
    }

    private static int[] Ring(int distinct)
    {
        var links = new int[distinct + 1];
        Array.Fill(links, Absent);
        links[distinct] = distinct;
        return links;
    }
}
