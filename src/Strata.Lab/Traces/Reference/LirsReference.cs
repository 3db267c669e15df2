namespace Strata.Lab.Traces.Reference;

/// <summary>
/// LIRS: keys asked for twice within a short while (LIR) hold 99 % of the room, the others (HIR) pass through the
/// remaining 1 %.
/// </summary>
/// <remarks>
/// <para>
/// The stack orders keys by their last request and reaches down to the LIR key asked for longest ago; keys
/// that left meanwhile stay on it as a memory. A HIR key asked for while on the stack was asked for twice within that
/// span: it becomes LIR, and the LIR key at the bottom becomes HIR. The queue holds the HIR keys that are in
/// the cache; its oldest leaves.
/// </para>
/// <para>
/// Source: S. Jiang and X. Zhang, "LIRS: an efficient low inter-reference recency set replacement policy to improve
/// buffer cache performance", SIGMETRICS 2002. The paper leaves open how many keys that left are remembered; here
/// as many as the cache holds, which is how the published figures came about.
/// </para>
/// </remarks>
internal sealed class LirsReference : ReferenceCache
{
    private readonly KeyList _stack;
    private readonly KeyList _queue;
    private readonly KeyList _ghosts;
    private readonly bool[] _isLir;
    private readonly int _size;
    private readonly int _lirMax;
    private int _lirs;

    public LirsReference(int size, int distinct)
    {
        _size = size;
        _lirMax = size - Math.Max(1, size / 100);
        _stack = new(distinct);
        _queue = new(distinct);
        _ghosts = new(distinct);
        _isLir = new bool[distinct];
    }

    public override bool Request(int key)
    {
        if (_isLir[key])
        {
            _stack.AddNewest(key);
            Prune();
            return true;
        }

        var isHit = _queue.Contains(key);
        if (!isHit && _lirs < _lirMax)
        {
            _isLir[key] = true;
            _lirs++;
            _stack.AddNewest(key);
            return false;
        }

        if (!isHit && _lirs + _queue.Count >= _size)
        {
            Evict();
        }

        if (_stack.Contains(key) && _lirMax > 0)
        {
            Exchange(key);
        }
        else
        {
            _stack.AddNewest(key);
            _queue.AddNewest(key);
        }

        return isHit;
    }

    private void Evict()
    {
        var left = _queue.RemoveOldest();
        if (!_stack.Contains(left))
        {
            return;
        }

        _ghosts.AddNewest(left);
        if (_ghosts.Count > _size)
        {
            _stack.Remove(_ghosts.RemoveOldest());
        }
    }

    /// <summary>A HIR key becomes LIR in the place of the LIR key at the bottom.</summary>
    private void Exchange(int key)
    {
        _queue.Remove(key);
        _ghosts.Remove(key);
        _stack.AddNewest(key);
        _isLir[key] = true;
        var bottom = _stack.RemoveOldest();
        _isLir[bottom] = false;
        _queue.AddNewest(bottom);
        Prune();
    }

    /// <summary>Takes HIR keys from the bottom, until a LIR key stands there.</summary>
    private void Prune()
    {
        while (_stack.Count > 0 && !_isLir[_stack.Oldest])
        {
            _ghosts.Remove(_stack.RemoveOldest());
        }
    }
}
