namespace Strata.Lab.Traces.Reference;

/// <summary>
/// S3-FIFO: new keys enter a small queue of a tenth of the size. At its end those asked for twice since go on to the
/// main queue, the others leave and are remembered in a ghost queue as long as the main one; who is remembered enters
/// the main queue directly. At the end of the main queue a key asked for since goes round again.
/// </summary>
/// <remarks>
/// Source: J. Yang, Y. Zhang, Z. Qiu, Y. Yue and K. V. Rashmi, "FIFO queues are all you need for cache
/// eviction", SOSP 2023.
/// </remarks>
internal sealed class S3FifoReference : ReferenceCache
{
    private const int UsesMax = 3;
    private const int UsesToStay = 2;

    private readonly KeyList _small;
    private readonly KeyList _main;
    private readonly KeyList _ghosts;
    private readonly byte[] _uses;
    private readonly int _size;
    private readonly int _smallMax;
    private readonly int _mainMax;

    public S3FifoReference(int size, int distinct)
    {
        _size = size;
        _smallMax = Math.Max(1, size / 10);
        _mainMax = size - _smallMax;
        _small = new(distinct);
        _main = new(distinct);
        _ghosts = new(distinct);
        _uses = new byte[distinct];
    }

    public override bool Request(int key)
    {
        if (_small.Contains(key) || _main.Contains(key))
        {
            _uses[key] = (byte)Math.Min(_uses[key] + 1, UsesMax);
            return true;
        }

        // The ghost is spent before room is made: making room may push it out.
        var isRemembered = _ghosts.Remove(key);
        while (_small.Count + _main.Count >= _size)
        {
            Evict();
        }

        _uses[key] = 0;
        (isRemembered ? _main : _small).AddNewest(key);
        return false;
    }

    private void Evict()
    {
        if (_small.Count == 0 || _main.Count > _mainMax)
        {
            EvictFromMain();
        }
        else
        {
            EvictFromSmall();
        }
    }

    private void EvictFromSmall()
    {
        while (_small.Count > 0)
        {
            var key = _small.RemoveOldest();
            if (_uses[key] >= UsesToStay)
            {
                _uses[key] = 0;
                _main.AddNewest(key);
                continue;
            }

            _ghosts.AddNewest(key);
            if (_ghosts.Count > _mainMax)
            {
                _ghosts.RemoveOldest();
            }

            return;
        }
    }

    private void EvictFromMain()
    {
        while (true)
        {
            var key = _main.RemoveOldest();
            if (_uses[key] == 0)
            {
                return;
            }

            _uses[key]--;
            _main.AddNewest(key);
        }
    }
}
