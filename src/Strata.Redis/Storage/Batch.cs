namespace Strata.Redis.Storage;

/// <summary>Keys for one request or several, with their positions among all that were asked for.</summary>
internal sealed class Batch(int capacity)
{
    private readonly List<byte[]> _keys = new(capacity);
    private readonly List<int> _positions = new(capacity);

    public void Add(byte[] key, int position)
    {
        _keys.Add(key);
        _positions.Add(position);
    }

    /// <summary>The keys in parts of bounded size.</summary>
    public IEnumerable<(List<byte[]> Keys, List<int> Positions)> Parts(int keysMax)
    {
        for (var start = 0; start < _keys.Count; start += keysMax)
        {
            var count = Math.Min(keysMax, _keys.Count - start);
            yield return (_keys.GetRange(start, count), _positions.GetRange(start, count));
        }
    }
}
