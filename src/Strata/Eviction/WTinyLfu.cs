using System.Runtime.CompilerServices;

namespace Strata;

/// <summary>W-TinyLFU: a window for new entries, and a main part that admits by frequency.</summary>
/// <remarks>
/// <para>
/// <b>Idea.</b> A new entry enters the window. When it gets to its old end unread it is set against the entry that
/// would leave main next, and the one asked for more often of late stays; a sketch of all requests tells. Main is
/// divided: what is read in probation moves on to the protected part, four fifths of main. How large the window is, a
/// <see cref="WindowClimber"/> finds out.
/// </para>
/// <para>
/// <b>What differs from the paper.</b> Hits take no lock: they raise a count in the entry, which goes into the sketch
/// when the entry is next looked at, and the queues are clocks instead of LRU lists.
/// </para>
/// <para>Source: Einziger, Friedman and Manes, "TinyLFU", ACM Transactions on Storage 2017; Einziger et al., "Adaptive
/// Software Cache Management", Middleware 2018.</para>
/// </remarks>
internal struct WTinyLfu : IEviction
{
    private const ushort HitsMax = 15;
    private const byte Window = 1;
    private const byte Probation = 2;
    private const byte Protected = 3;
    private const double ProtectedShare = 0.8;

    // Of candidates asked for this often a few are admitted against the count, so that nobody who knows the hash can
    // keep the main part closed.
    private const int JitterFrequency = 6;
    private const uint JitterMask = 127;

    private EntryArena _arena;
    private EvictionQueue _window;
    private EvictionQueue _probation;
    private EvictionQueue _protected;
    private FrequencySketch _sketch;
    private WindowClimber _climber;
    private uint _random;
    private int _entries;
    private int _stripes;

    public static bool Evicts => true;

    public static bool UsesStamp => false;

    public readonly int Count => _window.Count + _probation.Count + _protected.Count;

    private readonly int MainCount => _probation.Count + _protected.Count;

    public static PolicyTuner? NewTuner(int entries) => new WindowClimber(entries);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Touch(ref EntryMeta entry, ushort stamp)
    {
        if (entry.Touch < HitsMax)
        {
            entry.Touch++;
        }
    }

    public void Begin(in EvictionStart start)
    {
        _arena = start.Arena;
        _climber = (WindowClimber)start.Tuner!;
        _window = new EvictionQueue(_arena, Window);
        _probation = new EvictionQueue(_arena, Probation);
        _protected = new EvictionQueue(_arena, Protected);
        _random = start.Seed | 1;
        _stripes = start.Stripes;
        _entries = start.Entries;
        _sketch = new FrequencySketch(_entries);
    }

    public void Add(int slot)
    {
        ref var entry = ref _arena[slot];
        entry.Touch = entry.Priority == EntryPriority.High ? HitsMax : (ushort)0;
        _sketch.Add(entry.Hash, 1);
        _window.Add(slot);
    }

    public void Remove(int slot)
    {
        switch (_arena[slot].Queue)
        {
            case Window:
                _window.Remove(slot);
                break;
            case Probation:
                _probation.Remove(slot);
                break;
            default:
                _protected.Remove(slot);
                break;
        }
    }

    public int Evict()
    {
        if (Count == 0)
        {
            return 0;
        }

        var windowMax = Math.Max(1, (int)(_entries * _climber.Share));
        var looks = 2 * Count;
        while (_window.Count >= windowMax || MainCount == 0)
        {
            var candidate = _window.Oldest;
            if (candidate == 0)
            {
                break;
            }

            // Twice around and all were read anew: readers are faster than the hand.
            if (TakeHits(candidate) > 0 && _window.Count > 1 && looks-- > 0)
            {
                _window.MoveToNewest(candidate);
                continue;
            }

            _window.Remove(candidate);
            if (MainCount < _entries - windowMax)
            {
                _probation.Add(candidate);
                continue;
            }

            var victim = NextOfMain();
            if (victim == 0 || !IsAdmitted(_arena[candidate].Hash, _arena[victim].Hash))
            {
                return candidate;
            }

            _probation.Remove(victim);
            _probation.Add(candidate);
            return victim;
        }

        var last = NextOfMain();
        if (last != 0)
        {
            _probation.Remove(last);
        }

        return last;
    }

    public void Resize(int entries)
    {
        _entries = entries;
        _sketch = new FrequencySketch(entries);
        _climber.Fit(entries * _stripes);
    }

    public readonly void Forget() => _sketch.Forget();

    public readonly void CopyColdest(List<int> slots, int max) =>
        EvictionQueue.CopyColdest(slots, max, _probation, _window, _protected);

    /// <summary>The entry of main that would leave next: the oldest of probation that was not read.</summary>
    private int NextOfMain()
    {
        var protectedMax = (int)(MainCount * ProtectedShare);
        for (var looks = 2 * Count; ; looks--)
        {
            while (_protected.Count > protectedMax || (_probation.Count == 0 && _protected.Count > 0))
            {
                var oldest = _protected.Oldest;
                _protected.Remove(oldest);
                if (TakeHits(oldest) > 0 && looks-- > 0)
                {
                    _protected.Add(oldest);
                }
                else
                {
                    _probation.Add(oldest);
                }
            }

            var slot = _probation.Oldest;
            if (slot == 0 || TakeHits(slot) == 0 || looks <= 0)
            {
                return slot;
            }

            _probation.Remove(slot);
            _protected.Add(slot);
        }
    }

    private bool IsAdmitted(uint candidate, uint victim)
    {
        var frequency = _sketch[candidate];
        if (frequency > _sketch[victim])
        {
            return true;
        }

        // Xorshift (Marsaglia, 2003).
        _random ^= _random << 13;
        _random ^= _random >> 17;
        _random ^= _random << 5;
        return frequency >= JitterFrequency && (_random & JitterMask) == 0;
    }

    /// <summary>Moves the hits of an entry into the sketch.</summary>
    private readonly int TakeHits(int slot)
    {
        ref var entry = ref _arena[slot];
        int hits = entry.Touch;
        if (hits > 0)
        {
            entry.Touch = 0;
            _sketch.Add(entry.Hash, hits);
        }

        return hits;
    }
}
