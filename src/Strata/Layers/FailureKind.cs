namespace Strata;

/// <summary>Why a layer could not do what it was asked.</summary>
public enum FailureKind
{
    /// <summary>Nothing is known about the reason.</summary>
    Unknown = 0,

    /// <summary>It may work if tried again: a broken connection, a busy file.</summary>
    Transient = 1,

    /// <summary>It took longer than allowed.</summary>
    Timeout = 2,

    /// <summary>
    /// It will fail again however often it is tried: an illegal key, a value too large, a full
    /// disk.
    /// </summary>
    Permanent = 3,

    /// <summary>The layer does not accept who we are.</summary>
    Authentication = 4,
}
