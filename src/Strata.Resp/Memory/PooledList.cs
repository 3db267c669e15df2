using System.Buffers;
using System.Runtime.CompilerServices;

namespace Strata.Resp;

/// <summary>
/// A list in pooled memory. Room grows with what was added, never with what was announced. A mutable
/// struct: it is a field, or a local of one method.
/// </summary>
internal struct PooledList<T>
{
    private const int RoomFirst = 16;

    private T[]? _items;

    public int Count { get; private set; }

    public readonly ReadOnlySpan<T> Span => _items.AsSpan(0, Count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(T item)
    {
        if (_items is null || Count == _items.Length)
        {
            Grow(1);
        }

        _items![Count++] = item;
    }

    /// <summary>Adds room behind the items, to be written to.</summary>
    public Span<T> Extend(int count)
    {
        if (_items is null || Count + count > _items.Length)
        {
            Grow(count);
        }

        Count += count;
        return _items.AsSpan(Count - count, count);
    }

    /// <summary>Removes the items from an index on.</summary>
    public void RemoveFrom(int index) => Count = index;

    /// <summary>Removes all items, and gives the memory back if it is more than is worth keeping.</summary>
    public void Clear(int roomKept)
    {
        Count = 0;
        if (_items is { } items && items.Length > roomKept)
        {
            Return();
        }
    }

    /// <summary>Hands the memory over to somebody who returns it to the pool.</summary>
    public T[] Take()
    {
        var items = _items ?? ArrayPool<T>.Shared.Rent(RoomFirst);
        _items = null;
        Count = 0;
        return items;
    }

    /// <summary>Gives the memory back.</summary>
    public void Return()
    {
        if (_items is { } items)
        {
            _items = null;
            Count = 0;
            ArrayPool<T>.Shared.Return(items, RuntimeHelpers.IsReferenceOrContainsReferences<T>());
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow(int added)
    {
        var count = Count;
        var larger = ArrayPool<T>.Shared.Rent(Math.Max(count + added, Math.Max(RoomFirst, 2 * count)));
        Span.CopyTo(larger);
        Return();
        _items = larger;
        Count = count;
    }
}
