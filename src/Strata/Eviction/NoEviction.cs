using System.Runtime.CompilerServices;

namespace Strata;

/// <summary>No entry leaves for another. Only a bound drawn tighter makes the oldest go.</summary>
internal struct NoEviction : IEviction
{
    private const byte Only = 1;

    private EvictionQueue _queue;

    public static bool Evicts => false;

    public static bool UsesStamp => false;

    public readonly int Count => _queue.Count;

    public static PolicyTuner? NewTuner(int entries) => null;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Touch(ref EntryMeta entry, ushort stamp)
    {
    }

    public void Begin(in EvictionStart start) => _queue = new EvictionQueue(start.Arena, Only);

    public void Add(int slot) => _queue.Add(slot);

    public void Remove(int slot) => _queue.Remove(slot);

    public int Evict()
    {
        var slot = _queue.Oldest;
        if (slot != 0)
        {
            _queue.Remove(slot);
        }

        return slot;
    }

    public readonly void Resize(int entries)
    {
    }

    public readonly void Forget()
    {
    }

    public readonly void CopyColdest(List<int> slots, int max) => _queue.CopyTo(slots, max);
}
