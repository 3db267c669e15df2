namespace Strata.Lab.Targets;

/// <summary>One worker's access to a target. One call at a time.</summary>
public interface ITargetSession : IAsyncDisposable
{
    /// <summary>Reads a passenger.</summary>
    /// <param name="passengerId">The passenger.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    ValueTask<TargetAnswer> ReadAsync(int passengerId, CancellationToken cancellationToken);

    /// <summary>Books for a passenger and reads the passenger again.</summary>
    /// <param name="passengerId">The passenger.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    ValueTask<TargetAnswer> WriteAsync(int passengerId, CancellationToken cancellationToken);
}
