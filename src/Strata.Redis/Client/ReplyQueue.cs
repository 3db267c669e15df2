namespace Strata.Redis.Client;

/// <summary>The requests that wait for replies, in their order. Guarded by the connection's lock.</summary>
internal sealed class ReplyQueue
{
    private PendingReply[] _ring = new PendingReply[64];
    private int _first;

    public int Count { get; private set; }

    public PendingReply First => this[0];

    public PendingReply this[int position] => _ring[(_first + position) & (_ring.Length - 1)];

    public void Add(PendingReply reply)
    {
        if (Count == _ring.Length)
        {
            var larger = new PendingReply[_ring.Length * 2];
            for (var i = 0; i < Count; i++)
            {
                larger[i] = this[i];
            }

            (_ring, _first) = (larger, 0);
        }

        _ring[(_first + Count++) & (_ring.Length - 1)] = reply;
    }

    public void RemoveFirst()
    {
        _ring[_first] = null!;
        _first = (_first + 1) & (_ring.Length - 1);
        Count--;
    }
}
