namespace Strata.Resp;

/// <summary>What a value is beside its type.</summary>
[Flags]
internal enum ValueFlags : byte
{
    None = 0,

    /// <summary>Null.</summary>
    Null = 1,

    /// <summary>The outermost value of a tree, which gives the tree's memory back.</summary>
    Owner = 2,

    /// <summary>The pairs of an attribute whose element is still to come.</summary>
    Pending = 4,
}
