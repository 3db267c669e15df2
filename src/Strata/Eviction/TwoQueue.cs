namespace Strata;

/// <summary>
/// A small queue for newcomers, a main queue and a ghost list, driven by a <see cref="Recipe"/> that may be exchanged
/// at any time.
/// </summary>
/// <remarks>
/// One code covers S3-FIFO, a TinyLFU-like policy and CLOCK, so entries keep their place when the recipe changes; only
/// the border between the queues moves, at most half an entry an eviction. Every entry stands in exactly one queue, and
/// victims are taken from the old ends only.
/// </remarks>
internal sealed class TwoQueue
{
    /// <summary>Hits beyond this many between two looks at an entry are not counted.</summary>
    public const ushort HitsMax = 3;

    private const byte Small = 1;
    private const byte Main = 2;
    private const int DuelsPerAging = 2;

    // Hits and uses together buy no more rounds than this, unless readers go on hitting meanwhile.
    private const int LooksPerEntry = 2 * (HitsMax + GhostList.UsesMax);
    private const double GlidePerEviction = 0.5;

    private readonly EntryArena _arena;
    private GhostList _ghosts;
    private EvictionQueue _small;
    private EvictionQueue _main;
    private double _smallShare;
    private int _lostDuels;

    /// <summary>Makes empty queues.</summary>
    /// <param name="arena">The slots.</param>
    /// <param name="capacity">How many entries the queues are meant to hold.</param>
    /// <param name="recipe">The recipe to begin with.</param>
    public TwoQueue(EntryArena arena, int capacity, Recipe recipe)
    {
        _arena = arena;
        _ghosts = new GhostList(capacity);
        _small = new EvictionQueue(arena, Small);
        _main = new EvictionQueue(arena, Main);
        _smallShare = recipe.SmallShare;
    }

    public int Count => _small.Count + _main.Count;

    /// <summary>Takes in a new entry.</summary>
    /// <param name="slot">Its slot.</param>
    /// <param name="recipe">The recipe in force.</param>
    /// <param name="target">How many entries should be held.</param>
    public void Add(int slot, Recipe recipe, int target)
    {
        ref var entry = ref _arena[slot];
        entry.Touch = 0;
        entry.Uses = 0;
        if (entry.Priority == EntryPriority.High)
        {
            entry.Touch = HitsMax;
            entry.Uses = GhostList.UsesMax;
            _main.Add(slot);
            return;
        }

        if (recipe.Admission == Admission.Recency)
        {
            _main.Add(slot);
            return;
        }

        var uses = _ghosts.Take(entry.Hash, out var age);
        var isKnown = uses >= 0 && age <= recipe.GhostLife * target;
        if (isKnown)
        {
            SetUses(ref entry, uses + 1);
        }

        if (isKnown && recipe.Admission == Admission.Ghost)
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

    /// <summary>Chooses the entry that leaves, and takes it out; 0 if there is none.</summary>
    public int Evict(Recipe recipe, int target)
    {
        if (Count == 0)
        {
            return 0;
        }

        _smallShare = Math.Max(recipe.SmallShare, _smallShare - (GlidePerEviction / target));
        var smallMax = (int)(target * _smallShare);
        if (recipe.Admission == Admission.Recency)
        {
            return EvictByRecency(smallMax);
        }

        smallMax = Math.Max(1, smallMax);
        var mainMax = target - smallMax;
        while (_small.Count >= smallMax || _main.Count == 0)
        {
            var slot = _small.Oldest;
            if (slot == 0)
            {
                break;
            }

            if (LeaveSmall(slot, recipe, hasRoom: _main.Count < mainMax) is var victim and not 0)
            {
                return victim;
            }

            if (_main.Count > mainMax)
            {
                break;
            }
        }

        return EvictFromMain(recipe.Admission);
    }

    /// <summary>Fits the ghost list to another number of entries; it forgets what it remembered.</summary>
    public void Resize(int entries) => _ghosts = new GhostList(entries);

    public void Forget() => _ghosts.Forget();

    /// <summary>Appends slots in about the order in which they would leave.</summary>
    public void CopyColdest(List<int> slots, int max) =>
        EvictionQueue.CopyColdest(slots, max, _small, _main);

    /// <summary>Moves the oldest entry of small on to main, or lets it or another one leave for it.</summary>
    /// <returns>The slot of the one that leaves; 0 if none.</returns>
    private int LeaveSmall(int slot, Recipe recipe, bool hasRoom)
    {
        ref var entry = ref _arena[slot];
        _small.Remove(slot);
        int hits = entry.Touch;
        var uses = Math.Min(GhostList.UsesMax, entry.Uses + hits);
        entry.Touch = 0;
        if (hits >= recipe.PromoteHits)
        {
            Promote(slot, uses);
            return 0;
        }

        if (recipe.Admission == Admission.Ghost)
        {
            _ghosts.Add(entry.Hash, uses);
            return slot;
        }

        var loser = hasRoom ? 0 : Duel(slot, uses);
        if (loser != slot)
        {
            Promote(slot, uses);
        }

        return loser;
    }

    private int EvictByRecency(int smallMax)
    {
        while (_small.Count > smallMax || (_main.Count == 0 && _small.Count > 0))
        {
            var slot = _small.Oldest;
            _small.Remove(slot);
            _main.Add(slot);
        }

        return EvictFromMain(Admission.Recency);
    }

    /// <summary>A clock. A hit buys a round; ghost admission keeps the rest, the others spend it.</summary>
    private int EvictFromMain(Admission admission)
    {
        for (var looks = LooksPerEntry * _main.Count; ; looks--)
        {
            var slot = _main.Oldest;
            ref var entry = ref _arena[slot];
            if (looks <= 0)
            {
                // Readers hit everything faster than the hand comes round.
                _main.Remove(slot);
                return slot;
            }

            if (entry.Touch > 0)
            {
                if (admission == Admission.Duel)
                {
                    SetUses(ref entry, entry.Uses + entry.Touch);
                }

                entry.Touch = (ushort)(admission == Admission.Ghost ? entry.Touch - 1 : 0);
            }
            else if (admission == Admission.Duel && entry.Uses > 1)
            {
                entry.Uses--;
            }
            else
            {
                _main.Remove(slot);
                if (admission == Admission.Duel)
                {
                    _ghosts.Add(entry.Hash, entry.Uses);
                }

                return slot;
            }

            _main.MoveToNewest(slot);
        }
    }

    /// <summary>
    /// Sets a newcomer against main's oldest entry and answers who leaves. A tie keeps what is in main: that is what
    /// makes a loop larger than the cache stand still. The hand moves one entry a duel, so that a loop is not aged
    /// faster than it comes round.
    /// </summary>
    private int Duel(int candidate, int uses)
    {
        var holder = _main.Oldest;
        if (holder == 0)
        {
            return 0;
        }

        ref var held = ref _arena[holder];
        int hits = held.Touch;
        var holderWins = hits > 0 || uses <= held.Uses;
        if (hits > 0)
        {
            SetUses(ref held, held.Uses + hits);
            held.Touch = 0;
        }
        else if (holderWins && ++_lostDuels % DuelsPerAging == 0 && held.Uses > 0)
        {
            held.Uses--;
        }

        if (holderWins)
        {
            _main.MoveToNewest(holder);
            _ghosts.Add(_arena[candidate].Hash, uses);
            return candidate;
        }

        _main.Remove(holder);
        _ghosts.Add(held.Hash, held.Uses);
        return holder;
    }

    private void Promote(int slot, int uses)
    {
        SetUses(ref _arena[slot], uses);
        _main.Add(slot);
    }

    private static void SetUses(ref EntryMeta entry, int uses) => entry.Uses = Math.Min(uses, GhostList.UsesMax);
}
