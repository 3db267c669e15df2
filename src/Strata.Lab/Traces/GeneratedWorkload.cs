namespace Strata.Lab.Traces;

/// <summary>
/// Requests made up to show how policies behave. Each is scaled to a size, called C here: the largest cache it is
/// replayed against.
/// </summary>
public enum GeneratedWorkload
{
    /// <summary>
    /// 1.2 C keys asked for one after the other, round and round. LRU never hits; the best keep a part of the loop.
    /// </summary>
    Loop,

    /// <summary>
    /// Popular keys (Zipf 0.9 over 2 C keys), and after every 2 C requests a scan: C keys that never
    /// come again.
    /// </summary>
    Scans,

    /// <summary>
    /// Alternately a key out of a pool of C / 2 and one out of a pool of 10 C, each pool evenly: index pages and
    /// records, as in the LRU-K paper (O'Neil, O'Neil and Weikum, SIGMOD 1993).
    /// </summary>
    Pools,

    /// <summary>
    /// Zipf 1.0 over 5 C keys, whose ranks move on by C / 2 after every 5 C requests: what was popular is so no more.
    /// </summary>
    MovingZipf,

    /// <summary>Zipf 0.9 over 10 C keys, the same for ever: frequency alone decides.</summary>
    Zipf,

    /// <summary>
    /// Each key is asked for twice, the second time up to C / 2 requests later, and never again: recency
    /// alone decides.
    /// </summary>
    Recency,
}
