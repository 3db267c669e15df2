namespace Strata;

/// <summary>
/// Whether a key is held could not be found out: no layer that answered holds it, and some did not
/// answer.
/// </summary>
public sealed class CacheUnavailableException : Exception
{
    internal CacheUnavailableException(IReadOnlyList<Exception> failures)
        : base(
            "Whether the key is held is not known: " + string.Join("; ", failures.Select(f => f.Message)),
            failures[0])
    {
        Failures = failures;
    }

    /// <summary>What each layer that did not answer failed with.</summary>
    public IReadOnlyList<Exception> Failures { get; }
}
