namespace Strata.Lab.Traces.Reference;

/// <summary>
/// W-TinyLFU with a fixed window: new keys enter an LRU window of 1 % of the size. Who leaves it meets the oldest key
/// on probation in the main part, and the one asked for more often of late stays. A key asked for on probation becomes
/// protected, four fifths of the main part at most.
/// </summary>
/// <remarks>
/// Source: G. Einziger, R. Friedman and B. Manes, "TinyLFU: a highly efficient cache admission policy", ACM
/// Transactions on Storage 13 (4), 2017.
/// </remarks>
internal sealed class WTinyLfuReference : ReferenceCache
{
    private readonly KeyList _window;
    private readonly KeyList _probation;
    private readonly KeyList _protected;
    private readonly FrequencySketch _frequencies;
    private readonly int _size;
    private readonly int _windowMax;
    private readonly int _protectedMax;

    public WTinyLfuReference(int size, int distinct)
    {
        _size = size;
        _windowMax = Math.Max(1, size / 100);
        _protectedMax = (size - _windowMax) * 4 / 5;
        _window = new(distinct);
        _probation = new(distinct);
        _protected = new(distinct);
        _frequencies = new(size);
    }

    public override bool Request(int key)
    {
        _frequencies.Count(key);
        if (_window.Contains(key))
        {
            _window.AddNewest(key);
            return true;
        }

        if (_protected.Contains(key) || _probation.Remove(key))
        {
            Protect(key);
            return true;
        }

        _window.AddNewest(key);
        if (_window.Count > _windowMax)
        {
            Admit(_window.RemoveOldest());
        }

        return false;
    }

    private void Protect(int key)
    {
        _protected.AddNewest(key);
        if (_protected.Count > _protectedMax)
        {
            _probation.AddNewest(_protected.RemoveOldest());
        }
    }

    private void Admit(int candidate)
    {
        if (_window.Count + _probation.Count + _protected.Count < _size)
        {
            _probation.AddNewest(candidate);
            return;
        }

        var main = _probation.Count > 0 ? _probation : _protected;
        if (main.Count > 0 && _frequencies.Of(candidate) > _frequencies.Of(main.Oldest))
        {
            main.RemoveOldest();
            _probation.AddNewest(candidate);
        }
    }
}
