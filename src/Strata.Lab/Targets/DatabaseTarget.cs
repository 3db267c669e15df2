using Strata.Lab.Databases;

namespace Strata.Lab.Targets;

/// <summary>The database alone: what a cache is compared with.</summary>
internal sealed class DatabaseTarget(IFlightDatabase database, TimeProvider clock) : ITarget
{
    public IReadOnlyList<string> Layers => [];

    public async ValueTask<ITargetSession> OpenAsync(CancellationToken cancellationToken) =>
        new Session(await database.OpenSessionAsync(cancellationToken).ConfigureAwait(false), clock);

    private sealed class Session(IFlightSession session, TimeProvider clock) : ITargetSession
    {
        public async ValueTask<TargetAnswer> ReadAsync(int passengerId, CancellationToken cancellationToken)
        {
            var started = clock.GetTimestamp();
            await session.ReadAsync(passengerId, cancellationToken).ConfigureAwait(false);
            return TargetAnswer.FromDatabase(clock.GetTimestamp() - started);
        }

        public async ValueTask<TargetAnswer> WriteAsync(int passengerId, CancellationToken cancellationToken)
        {
            var started = clock.GetTimestamp();
            await session.BookAsync(passengerId, cancellationToken).ConfigureAwait(false);
            return TargetAnswer.FromDatabase(clock.GetTimestamp() - started);
        }

        public ValueTask DisposeAsync() => session.DisposeAsync();
    }
}
