using System.Runtime.CompilerServices;

namespace Strata;

/// <summary>Slots without keys and values, for simulations of a cache.</summary>
internal sealed class MetaArena() : EntryArena(Unsafe.SizeOf<EntryMeta>(), 0)
{
    protected override object NewSlots() => new EntryMeta[ChunkSlots];
}
