using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Strata;

/// <summary>
/// The heads of the hash chains: a power of two of them, chosen by the low bits of the hash. Made anew to grow.
/// </summary>
internal sealed class Buckets
{
    private bool _isMoving;

    public Buckets(long count)
    {
        Heads = new int[BitOperations.RoundUpToPowerOf2((ulong)Math.Clamp(count, 1, 1 << 30))];
        Mask = (uint)(Heads.Length - 1);
    }

    /// <summary>The first slot of each chain; 0 if it is empty.</summary>
    public int[] Heads { get; }

    public uint Mask { get; }

    /// <summary>
    /// Whether its chains are being taken apart for a larger one, or have been: what is not found here may be there.
    /// </summary>
    public bool IsMoving => Volatile.Read(ref _isMoving);

    /// <summary>The first slot of the chain of a hash; 0 if it is empty.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Head(uint hash) => Volatile.Read(
        ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(Heads), (nint)(hash & Mask)));

    /// <summary>Warns readers before the first chain changes.</summary>
    public void BeginMove()
    {
        _isMoving = true;
        Interlocked.MemoryBarrier();
    }
}
