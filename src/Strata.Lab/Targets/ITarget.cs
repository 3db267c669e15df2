namespace Strata.Lab.Targets;

/// <summary>Whom a workload asks: something with passengers to read and to book for.</summary>
public interface ITarget
{
    /// <summary>
    /// The names of the cache layers that may answer, fastest first; empty without a cache.
    /// </summary>
    IReadOnlyList<string> Layers { get; }

    /// <summary>Opens what one worker needs; not thread-safe.</summary>
    /// <param name="cancellationToken">Ends the attempt.</param>
    ValueTask<ITargetSession> OpenAsync(CancellationToken cancellationToken);
}
