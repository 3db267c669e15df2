namespace Strata;

/// <summary>What a look-up found out.</summary>
public enum LookupStatus : byte
{
    /// <summary>Every layer asked answered, and none holds the key.</summary>
    Miss = 0,

    /// <summary>A valid entry was found.</summary>
    Hit = 1,

    /// <summary>
    /// No layer that answered holds the key, and at least one could not answer: whether the key is
    /// held is not known. Never the same as <see cref="Miss"/>.
    /// </summary>
    Unavailable = 2,
}
