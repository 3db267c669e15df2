using System.Runtime.CompilerServices;

namespace Strata;

/// <summary>
/// A few sums that many threads add to at once. Each thread adds to cells of its own, without an atomic operation;
/// reading adds the threads up. A sum is exact once the adding has stopped.
/// </summary>
/// <remarks>
/// <para>
/// <b>Idea.</b> Every thread has one array of cells for all counters of the process; a set of counters is a range
/// of indexes. The arrays are known to a registry, so that anyone can sum over them. When a thread has ended, its
/// cells are added to those of the ended, and nothing is lost.
/// </para>
/// <para>
/// <b>Reuse.</b> A range whose counters are gone is given out again; what the cells held by then is subtracted.
/// </para>
/// </remarks>
internal sealed class ThreadCounters
{
    private const int CellsAtFirst = 64;
    private static readonly Lock Registry = new();
    private static readonly List<Cells> Threads = [];
    private static readonly Dictionary<int, Stack<int>> FreeRanges = [];
    private static long[] _ended = new long[CellsAtFirst];
    private static int _rangesEnd;

    [ThreadStatic]
    private static long[]? _cells;

    [ThreadStatic]
    private static ThreadEnd? _end;

    private readonly int _first;
    private readonly long[] _before;

    /// <summary>Makes counters that stand at zero.</summary>
    /// <param name="count">How many.</param>
    public ThreadCounters(int count)
    {
        lock (Registry)
        {
            if (!FreeRanges.TryGetValue(count, out var free) || !free.TryPop(out _first))
            {
                _first = _rangesEnd;
                _rangesEnd += count;
            }

            _before = new long[count];
            for (var i = 0; i < count; i++)
            {
                _before[i] = SumOfCell(_first + i);
            }
        }
    }

    ~ThreadCounters()
    {
        lock (Registry)
        {
            if (!FreeRanges.TryGetValue(_before.Length, out var free))
            {
                FreeRanges[_before.Length] = free = new Stack<int>();
            }

            free.Push(_first);
        }
    }

    /// <summary>What has been added to a counter.</summary>
    public long this[int counter]
    {
        get
        {
            lock (Registry)
            {
                return SumOfCell(_first + counter) - _before[counter];
            }
        }
    }

    /// <summary>Adds one to a counter.</summary>
    /// <returns>What this thread has added to it so far.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Increment(int counter)
    {
        var cells = _cells;
        var cell = _first + counter;
        if (cells is not null && (uint)cell < (uint)cells.Length)
        {
            return ++cells[cell];
        }

        return IncrementFirst(cell);
    }

    private static long SumOfCell(int cell)
    {
        var sum = cell < _ended.Length ? _ended[cell] : 0;
        foreach (var thread in Threads)
        {
            var cells = thread.Values;
            sum += cell < cells.Length ? Volatile.Read(ref cells[cell]) : 0;
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long IncrementFirst(int cell)
    {
        lock (Registry)
        {
            var length = Math.Max(CellsAtFirst, (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)cell + 1));
            if (_end is null)
            {
                var cells = new Cells { Values = new long[length] };
                Threads.Add(cells);
                _end = new ThreadEnd(cells);
            }
            else
            {
                var larger = new long[length];
                _end.Cells.Values.CopyTo(larger, 0);
                _end.Cells.Values = larger;
            }

            _cells = _end.Cells.Values;
            return ++_cells[cell];
        }
    }

    /// <summary>The cells of one thread, known to the registry.</summary>
    private sealed class Cells
    {
        public required long[] Values { get; set; }
    }

    /// <summary>Only the thread itself refers to it, so that its finalizer tells that the thread has ended.</summary>
    private sealed class ThreadEnd(Cells cells)
    {
        ~ThreadEnd()
        {
            lock (Registry)
            {
                var values = Cells.Values;
                if (_ended.Length < values.Length)
                {
                    Array.Resize(ref _ended, values.Length);
                }

                for (var i = 0; i < values.Length; i++)
                {
                    _ended[i] += values[i];
                }

                Threads.Remove(Cells);
            }
        }

        public Cells Cells { get; } = cells;
    }
}
