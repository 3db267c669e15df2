using Strata.Lab.Databases;
using Strata.Lab.Workloads;

namespace Strata.Lab.Targets;

/// <summary>
/// A cache before the database. A read asks the cache, which on a miss runs the query and stores its result; a
/// write books, commits, reads the passenger again and updates the cache.
/// </summary>
internal sealed class CacheAsideTarget : ITarget
{
    // The keys are made once: the lab measures the cache, not the making of strings.
    private static readonly string[] Keys =
        [.. Enumerable.Range(Workload.FirstId, Workload.PassengerCount).Select(KeyOf)];

    private readonly Cache<string, PassengerBookings?> _cache;
    private readonly IFlightDatabase _database;
    private readonly TimeProvider _clock;

    public CacheAsideTarget(Cache<string, PassengerBookings?> cache, IFlightDatabase database, TimeProvider clock)
    {
        _cache = cache;
        _database = database;
        _clock = clock;
    }

    public IReadOnlyList<string> Layers => _cache.Layers;

    /// <summary>The key a passenger is cached under.</summary>
    public static string KeyOf(int passengerId) => $"bookings:{passengerId}";

    /// <summary>The passenger cached under a key; null for a key of another form.</summary>
    public static int? PassengerOf(string key) =>
        key.StartsWith("bookings:", StringComparison.Ordinal) && int.TryParse(key.AsSpan(9), out var id) ? id : null;

    public async ValueTask<ITargetSession> OpenAsync(CancellationToken cancellationToken) =>
        new Session(this, await _database.OpenSessionAsync(cancellationToken).ConfigureAwait(false));

    private sealed class Session(CacheAsideTarget target, IFlightSession database) : ITargetSession
    {
        private static readonly Func<string, Session, CancellationToken, ValueTask<PassengerBookings?>> Load =
            static (_, session, cancellationToken) => session.LoadAsync(cancellationToken);

        private int _passengerId;
        private long _databaseTicks;

        public ValueTask<TargetAnswer> ReadAsync(int passengerId, CancellationToken cancellationToken)
        {
            _passengerId = passengerId;
            _databaseTicks = 0;
            var lookup = target._cache.LookupOrLoadAsync(
                Keys[passengerId - Workload.FirstId], this, Load, null, cancellationToken);
            return lookup.IsCompletedSuccessfully ? new(Answer(lookup.Result)) : WhenFound(lookup);
        }

        public async ValueTask<TargetAnswer> WriteAsync(int passengerId, CancellationToken cancellationToken)
        {
            var started = target._clock.GetTimestamp();
            var booked = await database.BookAsync(passengerId, cancellationToken).ConfigureAwait(false);
            var ticks = target._clock.GetTimestamp() - started;
            await target._cache.SetAsync(
                Keys[passengerId - Workload.FirstId], booked, (EntryOptions?)null, cancellationToken)
                .ConfigureAwait(false);
            return TargetAnswer.FromDatabase(ticks);
        }

        public ValueTask DisposeAsync() => database.DisposeAsync();

        private async ValueTask<TargetAnswer> WhenFound(ValueTask<Lookup<PassengerBookings?>> lookup) =>
            Answer(await lookup.ConfigureAwait(false));

        private TargetAnswer Answer(in Lookup<PassengerBookings?> lookup)
        {
            for (var i = 0; i < target.Layers.Count; i++)
            {
                if (ReferenceEquals(target.Layers[i], lookup.Layer))
                {
                    return new(i, 0);
                }
            }

            return TargetAnswer.FromDatabase(_databaseTicks);
        }

        private async ValueTask<PassengerBookings?> LoadAsync(CancellationToken cancellationToken)
        {
            var started = target._clock.GetTimestamp();
            try
            {
                return await database.ReadAsync(_passengerId, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                _databaseTicks = target._clock.GetTimestamp() - started;
            }
        }
    }
}
