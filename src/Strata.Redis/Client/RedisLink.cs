using Strata.Resp;

namespace Strata.Redis.Client;

/// <summary>
/// The way to a server: one connection at a time, made anew when it breaks, with growing and jittered pauses.
/// </summary>
/// <remarks>
/// Who asks while an attempt is under way waits for its end; who asks after a failed one gets its reason at once, so
/// that a cache goes on without the layer and nobody waits for a server that is down.
/// </remarks>
internal sealed class RedisLink : IAsyncDisposable
{
    private readonly RedisUrl _url;
    private readonly RedisClientOptions _options;
    private readonly IRedisSession _session;
    private readonly CancellationTokenSource _disposal = new();
    private readonly Random _random;
    private readonly ITimer _timer;
    private readonly Task _running;
    private Attempt _attempt = new();

    public RedisLink(RedisUrl url, RedisClientOptions options, IRedisSession session, int seed)
    {
        _url = url;
        _options = options;
        _session = session;
        _random = new Random(seed);
        _running = RunAsync();
        var period = options.HeartbeatInterval / 4;
        _timer = options.TimeProvider.CreateTimer(
            static link => ((RedisLink)link!).Current?.CheckTime(), this, period, period);
    }

    public string Address => _url.Address;

    /// <summary>Whether there is a connection now.</summary>
    public bool IsConnected => Current is { Failure: null };

    private RedisConnection? Current => _attempt.Connection;

    /// <summary>The connection, if there is one or an attempt under way brings one.</summary>
    /// <exception cref="RedisException">There is none.</exception>
    public ValueTask<RedisConnection> GetAsync(CancellationToken cancellationToken)
    {
        var attempt = Volatile.Read(ref _attempt);
        return attempt.Connection is { Failure: null } connection
            ? new(connection)
            : new(attempt.Outcome.Task.WaitAsync(_options.OperationTimeout, _options.TimeProvider, cancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync().ConfigureAwait(false);
        await _disposal.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
    }

    private async Task RunAsync()
    {
        var failures = 0;
        while (true)
        {
            var attempt = _attempt;
            try
            {
                var connection = await ConnectAsync().ConfigureAwait(false);
                await using (connection.ConfigureAwait(false))
                {
                    failures = 0;
                    attempt.Connection = connection;
                    _session.Ready(connection);
                    attempt.Outcome.TrySetResult(connection);
                    await connection.Closed.WaitAsync(_disposal.Token).ConfigureAwait(false);
                }

                // Those who come now wait for the next attempt, which begins at once.
                Volatile.Write(ref _attempt, new Attempt());
                continue;
            }
            catch (Exception failure)
            {
                attempt.Fail(_disposal.IsCancellationRequested
                    ? new RedisException(FailureKind.Permanent, $"the way to {_url.Address} is closed")
                    : failure);
            }

            if (_disposal.IsCancellationRequested)
            {
                return;
            }

            try
            {
                await Task.Delay(Pause(failures++), _options.TimeProvider, _disposal.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            // The reason stays at hand until the next attempt has come to an end.
            var next = new Attempt(attempt);
            Volatile.Write(ref _attempt, next);
        }
    }

    private async Task<RedisConnection> ConnectAsync()
    {
        using var timeout = new CancellationTokenSource(_options.ConnectTimeout, _options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, _disposal.Token);
        RedisConnection? connection = null;
        try
        {
            connection = await RedisConnection
                .ConnectAsync(_url, _options, _session.Pushed, _session.Lost, either.Token)
                .ConfigureAwait(false);
            var greeting = await Handshake.DoAsync(connection, _url, _options, either.Token).ConfigureAwait(false);
            await _session.BeginAsync(connection, greeting, either.Token).ConfigureAwait(false);
            return connection;
        }
        catch (Exception failure)
        {
            if (connection is not null)
            {
                await connection.DisposeAsync().ConfigureAwait(false);
            }

            throw failure is OperationCanceledException && timeout.IsCancellationRequested
                ? new RedisException(
                    FailureKind.Timeout,
                    $"{_url.Address} was not connected within {_options.ConnectTimeout.TotalMilliseconds} ms")
                : failure;
        }
    }

    private TimeSpan Pause(int failures)
    {
        var longest = Math.Min(
            _options.ReconnectDelayMax.TotalMilliseconds,
            _options.ReconnectDelayMin.TotalMilliseconds * Math.Pow(2, Math.Min(failures, 20)));
        return TimeSpan.FromMilliseconds(longest * (0.5 + (_random.NextDouble() / 2)));
    }

    private sealed class Attempt
    {
        public Attempt()
        {
        }

        /// <summary>An attempt after a failed one: who asks meanwhile learns why that failed.</summary>
        public Attempt(Attempt failed) => Outcome.TrySetException(failed.Outcome.Task.Exception!.InnerException!);

        public TaskCompletionSource<RedisConnection> Outcome { get; private set; } = NewOutcome();

        public RedisConnection? Connection { get; set; }

        public void Fail(Exception failure)
        {
            if (!Outcome.TrySetException(failure))
            {
                var outcome = NewOutcome();
                outcome.SetException(failure);
                Outcome = outcome;
            }

            _ = Outcome.Task.Exception;
        }

        private static TaskCompletionSource<RedisConnection> NewOutcome() =>
            new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
