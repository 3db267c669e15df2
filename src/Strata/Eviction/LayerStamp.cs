namespace Strata;

/// <summary>
/// A number of a memory layer that grows as the layer is used: readers write it into what they hit, so that a
/// policy can tell later about when that was.
/// </summary>
internal sealed class LayerStamp
{
    /// <summary>How often it grows while the layer is used as often as it has entries.</summary>
    public const int PerCapacity = 32;

    private int _value;

    /// <summary>The present stamp; it wraps around.</summary>
    public ushort Value => (ushort)Volatile.Read(ref _value);

    /// <summary>Begins the next span.</summary>
    public void Advance() => Interlocked.Increment(ref _value);
}
