namespace Strata.Lab.Tests.Traces;

/// <summary>S3-FIFO on plain lists, the oldest key first.</summary>
internal sealed class PlainS3Fifo(int size)
{
    private readonly int _mainMax = size - Math.Max(1, size / 10);
    private readonly List<(int Key, int Uses)> _small = [];
    private readonly List<(int Key, int Uses)> _main = [];
    private readonly List<int> _ghosts = [];

    public bool Request(int key)
    {
        if (Use(_small, key) || Use(_main, key))
        {
            return true;
        }

        var isGhost = _ghosts.Remove(key);
        while (_small.Count + _main.Count == size)
        {
            if (_main.Count > _mainMax || _small.Count == 0)
            {
                EvictFromMain();
            }
            else
            {
                EvictFromSmall();
            }
        }

        (isGhost ? _main : _small).Add((key, 0));
        return false;
    }

    private static bool Use(List<(int Key, int Uses)> queue, int key)
    {
        var at = queue.FindIndex(entry => entry.Key == key);
        if (at >= 0)
        {
            queue[at] = (key, Math.Min(3, queue[at].Uses + 1));
        }

        return at >= 0;
    }

    private void EvictFromSmall()
    {
        while (_small is [var oldest, ..])
        {
            _small.RemoveAt(0);
            if (oldest.Uses < 2)
            {
                _ghosts.Add(oldest.Key);
                _ghosts.RemoveRange(0, Math.Max(0, _ghosts.Count - _mainMax));
                return;
            }

            _main.Add((oldest.Key, 0));
        }
    }

    private void EvictFromMain()
    {
        while (_main[0].Uses > 0)
        {
            _main.Add((_main[0].Key, _main[0].Uses - 1));
            _main.RemoveAt(0);
        }

        _main.RemoveAt(0);
    }
}
