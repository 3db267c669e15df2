using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Strata;

/// <summary>
/// A sum many threads add to at once. Each adds to a cell of its own cache line, so that counting a hit
/// costs one uncontended atomic add; reading adds the cells up and is exact once the adding has stopped.
/// </summary>
internal sealed class StripedCounter
{
    private static readonly int CellCount =
        (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(Environment.ProcessorCount, 1, 64));

    private readonly Cell[] _cells = new Cell[CellCount];

    public long Sum
    {
        get
        {
            var sum = 0L;
            foreach (ref var cell in _cells.AsSpan())
            {
                sum += Volatile.Read(ref cell.Value);
            }

            return sum;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Increment()
    {
        var cells = _cells;
        Interlocked.Increment(ref cells[Environment.CurrentManagedThreadId & (cells.Length - 1)].Value);
    }

    [StructLayout(LayoutKind.Explicit, Size = 128)]
    private struct Cell
    {
        [FieldOffset(0)]
        public long Value;
    }
}
