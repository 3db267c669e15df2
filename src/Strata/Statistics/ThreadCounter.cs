using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Strata;

/// <summary>
/// A sum that many threads add to at once, each in cells of its own and without an atomic operation; reading adds the
/// cells up. The sum is exact once the adding has stopped.
/// </summary>
/// <remarks>
/// <para>
/// <b>Idea.</b> What tells threads apart at no cost is where their stacks lie: no two have a page of memory in common.
/// The page of a local variable chooses a cell; a cell belongs to the page that came first, so only one thread ever
/// writes it. When a thread has ended, another may get the same memory for its stack, and goes on counting there.
/// </para>
/// <para>
/// <b>Collisions.</b> A page whose cell belongs to another gets a cell in a larger table, which all then use; the
/// cells of the smaller one stay part of the sum. With the largest table, a page without a cell counts atomically.
/// </para>
/// <para>
/// Four neighbouring pages, mostly of one thread, share a line of the processor's cache, and nobody else does.
/// </para>
/// </remarks>
internal sealed unsafe class ThreadCounter
{
    private const int PageShift = 12;
    private const int PagesPerLine = 4;
    private const int CellsAtFirst = 32;
    private const int CellsMax = 2048;
    private const int Growth = 4;

    private readonly Lock _growing = new();
    private Cell[] _cells = new Cell[CellsAtFirst];
    private List<Cell[]> _all;
    private long _others;

    public ThreadCounter()
    {
        _all = [_cells];
    }

    /// <summary>What has been added.</summary>
    public long Sum
    {
        get
        {
            var sum = Volatile.Read(ref _others);
            foreach (var cells in Volatile.Read(ref _all))
            {
                foreach (ref var cell in cells.AsSpan())
                {
                    sum += Volatile.Read(ref cell.Count);
                }
            }

            return sum;
        }
    }

    /// <summary>Adds one.</summary>
    /// <returns>A number that grows with each call from the same place of the same thread.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Increment()
    {
        byte here;
        var page = (nuint)(&here) >> PageShift;
        ref var cell = ref CellOf(_cells, page);
        return cell.Page == page ? ++cell.Count : IncrementFirst(page);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref Cell CellOf(Cell[] cells, nuint page)
    {
        var line = (uint)((ulong)(page / PagesPerLine) * 0x9E3779B97F4A7C15 >> 32);
        var index = ((line * PagesPerLine) | (uint)(page % PagesPerLine)) & (uint)(cells.Length - 1);
        return ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(cells), (nint)index);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private long IncrementFirst(nuint page)
    {
        while (true)
        {
            var cells = Volatile.Read(ref _cells);
            ref var cell = ref CellOf(cells, page);
            var owner = Interlocked.CompareExchange(ref cell.Page, page, 0);
            if (owner == 0 || owner == page)
            {
                return ++cell.Count;
            }

            if (cells.Length == CellsMax)
            {
                return Interlocked.Increment(ref _others);
            }

            Enlarge(cells);
        }
    }

    private void Enlarge(Cell[] cells)
    {
        lock (_growing)
        {
            if (_cells == cells)
            {
                var larger = new Cell[cells.Length * Growth];
                Volatile.Write(ref _all, [.. _all, larger]);
                Volatile.Write(ref _cells, larger);
            }
        }
    }

    private struct Cell
    {
        public nuint Page;
        public long Count;
    }
}
