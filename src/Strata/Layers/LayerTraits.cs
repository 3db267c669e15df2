namespace Strata;

/// <summary>What a layer is able to do beyond get, set, remove and clear.</summary>
[Flags]
public enum LayerTraits
{
    /// <summary>Nothing more.</summary>
    None = 0,

    /// <summary>It can list its entries: <see cref="ILayer{TKey, TValue}.EnumerateAsync"/>.</summary>
    CanEnumerate = 1,

    /// <summary>Its entries outlive the process.</summary>
    Durable = 2,

    /// <summary>The cache reads it and never writes to it.</summary>
    ReadOnly = 4,
}
