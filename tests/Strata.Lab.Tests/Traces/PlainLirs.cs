namespace Strata.Lab.Tests.Traces;

/// <summary>LIRS on plain lists, the bottom of the stack and the front of the queue first.</summary>
internal sealed class PlainLirs(int size)
{
    private readonly int _lirMax = size - Math.Max(1, size / 100);
    private readonly List<int> _stack = [];
    private readonly List<int> _queue = [];
    private readonly List<int> _left = [];
    private readonly HashSet<int> _lir = [];

    public bool Request(int key)
    {
        if (_lir.Contains(key))
        {
            ToTop(key);
            Prune();
            return true;
        }

        var isHit = _queue.Contains(key);
        if (!isHit && _lir.Count < _lirMax)
        {
            _lir.Add(key);
            ToTop(key);
            return false;
        }

        if (!isHit && _lir.Count + _queue.Count == size)
        {
            Evict();
        }

        var isOnStack = _stack.Contains(key) && _lirMax > 0;
        _queue.Remove(key);
        _left.Remove(key);
        ToTop(key);
        if (isOnStack)
        {
            var bottom = _stack[0];
            _stack.RemoveAt(0);
            _lir.Remove(bottom);
            _queue.Add(bottom);
            _lir.Add(key);
            Prune();
        }
        else
        {
            _queue.Add(key);
        }

        return isHit;
    }

    private void Evict()
    {
        var key = _queue[0];
        _queue.RemoveAt(0);
        if (!_stack.Contains(key))
        {
            return;
        }

        _left.Add(key);
        if (_left.Count > size)
        {
            _stack.Remove(_left[0]);
            _left.RemoveAt(0);
        }
    }

    private void ToTop(int key)
    {
        _stack.Remove(key);
        _stack.Add(key);
    }

    private void Prune()
    {
        while (_stack.Count > 0 && !_lir.Contains(_stack[0]))
        {
            _left.Remove(_stack[0]);
            _stack.RemoveAt(0);
        }
    }
}
