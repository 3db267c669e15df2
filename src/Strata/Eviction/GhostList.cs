namespace Strata;

/// <summary>
/// Remembers the hashes of keys evicted of late, the oldest forgotten first. A key that comes back while
/// remembered has shown that it is wanted again.
/// </summary>
internal sealed class GhostList
{
    private readonly Queue<int> _order = new();
    private readonly Dictionary<int, int> _times = [];

    /// <summary>Remembers a hash, and forgets the oldest beyond <paramref name="max"/>.</summary>
    public void Add(int hash, int max)
    {
        _order.Enqueue(hash);
        _times[hash] = _times.GetValueOrDefault(hash) + 1;
        while (_order.Count > max)
        {
            Forget(_order.Dequeue());
        }
    }

    public bool Contains(int hash) => _times.ContainsKey(hash);

    public void Clear()
    {
        _order.Clear();
        _times.Clear();
    }

    private void Forget(int hash)
    {
        if (--_times[hash] == 0)
        {
            _times.Remove(hash);
        }
    }
}
