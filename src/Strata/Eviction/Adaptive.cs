using System.Runtime.CompilerServices;

namespace Strata;

/// <summary>The default policy: two queues, whose rule the layer's <see cref="RecipeChoice"/> chooses.</summary>
internal struct Adaptive : IEviction
{
    private TwoQueue _queues;
    private RecipeChoice _choice;
    private EntryArena _arena;
    private int _stripes;
    private int _entries;

    public static bool Evicts => true;

    public static bool UsesStamp => false;

    public readonly int Count => _queues.Count;

    public static PolicyTuner? NewTuner(int entries) => new RecipeChoice(entries);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Touch(ref EntryMeta entry, ushort stamp)
    {
        if (entry.Touch < TwoQueue.HitsMax)
        {
            entry.Touch++;
        }
    }

    public void Begin(in EvictionStart start)
    {
        _arena = start.Arena;
        _choice = (RecipeChoice)start.Tuner!;
        _stripes = start.Stripes;
        _entries = start.Entries;
        _queues = new TwoQueue(_arena, _entries, _choice.Recipe);
    }

    public readonly void Add(int slot)
    {
        _choice.CountResident(_arena[slot].Hash, 1);
        _queues.Add(slot, _choice.Recipe, _entries);
    }

    public readonly void Remove(int slot)
    {
        _choice.CountResident(_arena[slot].Hash, -1);
        _queues.Remove(slot);
    }

    public readonly int Evict()
    {
        var slot = _queues.Evict(_choice.Recipe, _entries);
        if (slot != 0)
        {
            _choice.NoteEviction();
            _choice.CountResident(_arena[slot].Hash, -1);
        }

        return slot;
    }

    public void Resize(int entries)
    {
        _entries = entries;
        _queues.Resize(entries);
        _choice.Fit(entries * _stripes);
    }

    public readonly void Forget() => _queues.Forget();

    public readonly void CopyColdest(List<int> slots, int max) => _queues.CopyColdest(slots, max);
}
