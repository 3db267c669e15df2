using System.Runtime.CompilerServices;

namespace Strata;

/// <summary>S3-FIFO: three first-in-first-out queues.</summary>
/// <remarks>
/// <para>
/// <b>Idea.</b> Most keys are asked for once and never again. New entries therefore pass through a small
/// queue (a tenth of the entries); only those hit at least twice there move on to the main queue, the others
/// leave and are remembered in the ghost list. A key that returns while remembered goes straight to the main
/// queue. In the main queue an entry with merit is spared and loses one point of it; one without leaves.
/// </para>
/// <para>
/// <b>Invariants.</b> Every entry stands in exactly one of the two queues; a hit writes at most once and takes no
/// lock. A call to <see cref="Evict"/> ends: each round either finds an entry, moves one from small to main, or
/// lowers a merit.
/// </para>
/// <para>Source: Yang et al., "FIFO Queues Are All You Need for Cache Eviction", SOSP 2023.</para>
/// </remarks>
internal struct S3Fifo : IEviction
{
    private const ushort MeritMax = 3;
    private const byte Small = 1;
    private const byte Main = 2;
    private const int SmallShare = 10;
    private const int MoveOnMerit = 2;
    private const int GhostsMin = 16;

    private EntryArena _arena;
    private EvictionQueue _small;
    private EvictionQueue _main;
    private GhostList _ghosts;
    private int _entries;

    public static bool Evicts => true;

    public static bool UsesStamp => false;

    public readonly int Count => _small.Count + _main.Count;

    public static PolicyTuner? NewTuner(int entries) => null;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Touch(ref EntryMeta entry, ushort stamp)
    {
        if (entry.Touch < MeritMax)
        {
            entry.Touch++;
        }
    }

    public void Begin(in EvictionStart start)
    {
        _arena = start.Arena;
        _small = new EvictionQueue(_arena, Small);
        _main = new EvictionQueue(_arena, Main);
        Resize(start.Entries);
    }

    public void Add(int slot)
    {
        ref var entry = ref _arena[slot];
        if (entry.Priority == EntryPriority.High)
        {
            entry.Touch = MeritMax;
            _main.Add(slot);
        }
        else if (_ghosts.Take(entry.Hash, out var age) >= 0 && age <= _entries)
        {
            _main.Add(slot);
        }
        else
        {
            _small.Add(slot);
        }
    }

    public void Remove(int slot)
    {
        if (_arena[slot].Queue == Small)
        {
            _small.Remove(slot);
        }
        else
        {
            _main.Remove(slot);
        }
    }

    public int Evict()
    {
        // More looks than merits can buy: readers hit everything faster than the hand comes round.
        for (var looks = (2 * MeritMax * Count) + 1; Count > 0; looks--)
        {
            if (_small.Count > 0 && (_main.Count == 0 || _small.Count * SmallShare >= Count))
            {
                var slot = _small.Oldest;
                ref var entry = ref _arena[slot];
                _small.Remove(slot);
                if (entry.Touch < MoveOnMerit)
                {
                    _ghosts.Add(entry.Hash, 0);
                    return slot;
                }

                entry.Touch = 0;
                _main.Add(slot);
            }
            else
            {
                var slot = _main.Oldest;
                ref var entry = ref _arena[slot];
                if (entry.Touch == 0 || looks <= 0)
                {
                    _main.Remove(slot);
                    return slot;
                }

                entry.Touch--;
                _main.MoveToNewest(slot);
            }
        }

        return 0;
    }

    public void Resize(int entries)
    {
        _entries = Math.Max(entries, GhostsMin);
        _ghosts = new GhostList(_entries);
    }

    public readonly void Forget() => _ghosts.Forget();

    public readonly void CopyColdest(List<int> slots, int max) =>
        EvictionQueue.CopyColdest(slots, max, _small, _main);
}
