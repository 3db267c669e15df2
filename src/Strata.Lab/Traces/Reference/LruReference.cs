namespace Strata.Lab.Traces.Reference;

/// <summary>Exact LRU: the key not asked for the longest time leaves.</summary>
/// <remarks>
/// Source: R. L. Mattson, J. Gecsei, D. R. Slutz and I. L. Traiger, "Evaluation techniques for storage hierarchies",
/// IBM Systems Journal 9 (2), 1970.
/// </remarks>
internal sealed class LruReference(int size, int distinct) : ReferenceCache
{
    private readonly KeyList _keys = new(distinct);

    public override bool Request(int key)
    {
        var isHit = _keys.Contains(key);
        _keys.AddNewest(key);
        if (_keys.Count > size)
        {
            _keys.RemoveOldest();
        }

        return isHit;
    }
}
