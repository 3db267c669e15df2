namespace Strata;

/// <summary>
/// The gates of many keys, entered together and left together. Locks are taken in the order of the gates' ids,
/// so that two batches over the same keys never wait for each other.
/// </summary>
internal sealed class OpenGates<TKey, TValue> : IDisposable
    where TKey : notnull
{
    private readonly KeyGates<TKey, TValue> _gates;
    private readonly TKey[] _keys;
    private readonly KeyGate<TValue>[] _open;
    private readonly FillTicket[] _tickets;
    private readonly bool[] _isFilling;
    private int _locked;

    public OpenGates(KeyGates<TKey, TValue> gates, TKey[] keys)
    {
        _gates = gates;
        _keys = keys;
        _open = Array.ConvertAll(keys, gates.Enter);
        _tickets = Array.ConvertAll(_open, gates.Note);
        _isFilling = new bool[keys.Length];
    }

    /// <summary>Waits until no one else writes any of the keys, and keeps others from it.</summary>
    public async ValueTask LockAsync(CancellationToken cancellationToken)
    {
        // From here on only the gates matter, so they may leave the order of the keys.
        Array.Sort(_open, _keys, Comparer<KeyGate<TValue>>.Create((a, b) => a.Id.CompareTo(b.Id)));
        foreach (var gate in _open)
        {
            await gate.WriteLock.WaitAsync(cancellationToken).ConfigureAwait(false);
            _locked++;
        }
    }

    /// <summary>
    /// Whether the key at this position may be filled now; others are kept from it until disposal.
    /// </summary>
    public bool TryBeginFill(int position) =>
        _isFilling[position] || (_isFilling[position] = _gates.TryBeginFill(_open[position], _tickets[position]));

    /// <summary>What was noted for the key at this position before any layer was asked.</summary>
    public CopyTicket<TKey, TValue> TicketOf(int position, FasterCopies<TKey, TValue>? copies) =>
        new(copies, _open[position], _tickets[position]);

    /// <summary>The layers that must be passed by for any of the keys.</summary>
    public uint ClosedIn(FasterCopies<TKey, TValue> copies)
    {
        var closed = 0u;
        foreach (var gate in _open)
        {
            closed |= copies.ClosedFor(gate);
        }

        return closed;
    }

    public void Dispose()
    {
        for (var i = 0; i < _open.Length; i++)
        {
            if (_isFilling[i])
            {
                _gates.EndFill(_open[i]);
            }

            if (i < _locked)
            {
                _open[i].NoteWrite();
                _open[i].WriteLock.Release();
            }

            _gates.Leave(_keys[i], _open[i]);
        }
    }
}
