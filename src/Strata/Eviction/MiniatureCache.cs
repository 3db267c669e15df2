using System.Numerics;

namespace Strata;

/// <summary>
/// A cache of hashes without values that runs one fixed recipe on sampled keys, to learn what hit ratio the recipe
/// would have in the real cache.
/// </summary>
/// <remarks>Source: Waldspurger et al., "Cache Modeling and Optimization using Miniature Simulations", USENIX ATC 2017.
/// </remarks>
internal sealed class MiniatureCache
{
    private readonly TwoQueue _queues;
    private readonly MetaArena _arena = new();
    private readonly FreeSlots _free;
    private readonly Recipe _recipe;

    // Linear probing from hash to slot; 0 is an empty place.
    private readonly int[] _index;
    private readonly int _indexMask;
    private int _hits;

    /// <summary>Makes an empty miniature.</summary>
    /// <param name="entriesMax">The most entries it will ever be asked to hold.</param>
    /// <param name="recipe">Its recipe.</param>
    public MiniatureCache(int entriesMax, Recipe recipe)
    {
        _free = new FreeSlots(_arena);
        _recipe = recipe;
        _queues = new TwoQueue(_arena, entriesMax, recipe);
        _index = new int[BitOperations.RoundUpToPowerOf2(((uint)entriesMax * 3 / 2) + 2)];
        _indexMask = _index.Length - 1;
    }

    /// <summary>Hits since the last call.</summary>
    public int TakeHits()
    {
        var hits = _hits;
        _hits = 0;
        return hits;
    }

    /// <summary>Asks for a key, and takes it in if it is not held.</summary>
    /// <param name="hash">The hash of the key.</param>
    /// <param name="capacity">How many entries may be held.</param>
    public void Ask(uint hash, int capacity)
    {
        var place = Home(hash);
        for (; _index[place] != 0; place = (place + 1) & _indexMask)
        {
            ref var entry = ref _arena[_index[place]];
            if (entry.Hash == hash)
            {
                entry.Touch = Math.Min((ushort)(entry.Touch + 1), TwoQueue.HitsMax);
                _hits++;
                return;
            }
        }

        while (_queues.Count >= capacity)
        {
            Evict(capacity);
        }

        var slot = _free.Take();
        _arena[slot].Hash = hash;
        _arena[slot].Queue = 0;
        for (place = Home(hash); _index[place] != 0; place = (place + 1) & _indexMask)
        {
        }

        _index[place] = slot;
        _queues.Add(slot, _recipe, capacity);
    }

    private void Evict(int capacity)
    {
        var slot = _queues.Evict(_recipe, capacity);
        var hole = Home(_arena[slot].Hash);
        while (_index[hole] != slot)
        {
            hole = (hole + 1) & _indexMask;
        }

        // Closes the gap, so that every key is found without a mark for removed ones.
        for (var place = (hole + 1) & _indexMask; _index[place] != 0; place = (place + 1) & _indexMask)
        {
            var home = Home(_arena[_index[place]].Hash);
            if (((place - home) & _indexMask) >= ((place - hole) & _indexMask))
            {
                _index[hole] = _index[place];
                hole = place;
            }
        }

        _index[hole] = 0;
        _free.Return(slot);
    }

    private int Home(uint hash) => (int)(hash * 0x9E3779B1 >> 8) & _indexMask;
}
