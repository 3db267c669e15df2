namespace Strata.Benchmarks.Engine;

/// <summary>What is done to a store in one measurement, in the order it is measured.</summary>
internal enum Operation
{
    /// <summary>Gets of keys that are held.</summary>
    Hit,

    /// <summary>Gets of keys that are not.</summary>
    Miss,

    /// <summary>Gets that would load, of keys that are held.</summary>
    GetOrLoadHit,

    /// <summary>Sets of keys that are held.</summary>
    SetExisting,

    /// <summary>Sets of keys that are not held, where there is room.</summary>
    SetNew,

    /// <summary>80 % gets, 10 % sets, 10 % removes, where there is room for all keys.</summary>
    Mixed,

    /// <summary>The same over ten times as many keys as there is room for.</summary>
    MixedEvicting,

    /// <summary>Sets of new keys where there is no room.</summary>
    EvictingInsert,
}
