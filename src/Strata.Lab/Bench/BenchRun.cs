using System.Reflection;
using System.Runtime.InteropServices;
using Strata.Lab.Databases;
using Strata.Lab.Stacks;
using Strata.Lab.Targets;
using Strata.Lab.Workloads;

namespace Strata.Lab.Bench;

/// <summary>
/// The main job: prepares the data, opens the cache, measures the database alone for a while, then the cache
/// before it, and writes the log.
/// </summary>
public sealed class BenchRun
{
    // The rows are the same on every machine; only the workload's seed varies.
    internal const int DataSeed = 1;

    private readonly BenchOptions _options;
    private readonly BenchDisplay _display;
    private readonly TimeProvider _clock;
    private readonly LayerFailures _layerFailures = new();

    /// <summary>Makes a run.</summary>
    /// <param name="options">What it is asked to do.</param>
    /// <param name="display">Shows how it goes.</param>
    /// <param name="clock">The clock.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public BenchRun(BenchOptions options, BenchDisplay display, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(display);
        ArgumentNullException.ThrowIfNull(clock);
        _options = options;
        _display = display;
        _clock = clock;
    }

    /// <summary>Runs to the end. When cancelled, what was measured so far is reported and logged.</summary>
    /// <param name="cancellationToken">Stops the workers.</param>
    /// <exception cref="ArgumentException">
    /// The cache or the database is described in no known form.
    /// </exception>
    /// <exception cref="DatabaseException">The database cannot be used.</exception>
    /// <exception cref="LayerException">A layer cannot be used.</exception>
    /// <exception cref="RunLogException">The log or the page cannot be written.</exception>
    public async Task<BenchOutcome> RunAsync(CancellationToken cancellationToken)
    {
        var logPath = _options.Out ?? RunLog.DefaultPath(_clock);
        CheckFiles(logPath);
        if (await MeasureAsync(cancellationToken).ConfigureAwait(false) is not { } log)
        {
            return new(null, null, null, null);
        }

        logPath = _options.Out ?? FirstFree(logPath);
        log.Write(logPath);
        if (_options.Html is { } page)
        {
            HtmlReport.Write(log, page);
        }

        return new(log, logPath, _options.Html, EarlierRun.CounterpartOf(log, logPath));
    }

    /// <summary>Runs that began in the same second keep a log each.</summary>
    private static string FirstFree(string path)
    {
        var free = path;
        for (var number = 2; File.Exists(free); number++)
        {
            free = Path.ChangeExtension(path, null) + $"-{number}.json";
        }

        return free;
    }

    /// <summary>The log of the run; null if it was interrupted before anything was measured.</summary>
    private async Task<RunLog?> MeasureAsync(CancellationToken cancellationToken)
    {
        var database = FlightDatabases.Open(
            _options.Database, _options.CacheFolder, DataSeed, _clock, seatSeed: unchecked((int)_options.Seed));
        await using var closingDatabase = database.ConfigureAwait(false);
        var cache = await OpenCacheAsync().ConfigureAwait(false);
        try
        {
            return await MeasureAsync(database, cache, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        finally
        {
            await CloseAsync(cache).ConfigureAwait(false);
        }
    }

    /// <summary>A cache that cannot be closed must not cost what was measured with it.</summary>
    private async Task CloseAsync(Cache<string, PassengerBookings?>? cache)
    {
        try
        {
            if (cache is not null)
            {
                await cache.DisposeAsync().ConfigureAwait(false);
            }
        }
        catch (Exception failure)
        {
            _display.Say(failure.Message);
        }
    }

    private async Task<RunLog?> MeasureAsync(
        IFlightDatabase database, Cache<string, PassengerBookings?>? cache, CancellationToken cancellationToken)
    {
        await _display.PrepareAsync(database, cancellationToken).ConfigureAwait(false);
        if (cache is not null && _options.Flush)
        {
            await cache.ClearAsync(cancellationToken).ConfigureAwait(false);
        }

        // What a cache kept from an earlier run was true of the bookings as they are. With nothing kept, the
        // bookings of earlier runs go, so that every run starts from the same data.
        if ((await CachedAsync(cache, cancellationToken).ConfigureAwait(false)).Count == 0)
        {
            await database.TakeAwayBookingsAsync(null, cancellationToken).ConfigureAwait(false);
        }

        if (_options.Verbose)
        {
            await ShowSampleAsync(database, cancellationToken).ConfigureAwait(false);
        }

        var alone = cache is null || _options.Baseline <= TimeSpan.Zero
            ? null
            : await MeasureAloneAsync(database, cancellationToken).ConfigureAwait(false);
        ITarget target = cache is null
            ? new DatabaseTarget(database, _clock)
            : new CacheAsideTarget(cache, database, _clock);
        if (_options.Warm)
        {
            await WarmAsync(target, cancellationToken).ConfigureAwait(false);
        }

        var start = await CachedAsync(cache, cancellationToken).ConfigureAwait(false);
        _layerFailures.Clear();
        var test = new LoadTest(_options.Workload, target, _clock);
        var recording = await _display.MeasureAsync("measuring", _options.Workload, test, cancellationToken)
            .ConfigureAwait(false);
        return recording.Operations.Count == 0 && recording.Failures == 0
            ? null
            : LogOf(test, recording, alone, start, target, database);
    }

    private async Task<(Recording Recording, TimeSpan Duration)?> MeasureAloneAsync(
        IFlightDatabase database, CancellationToken cancellationToken)
    {
        var last = await database.LastBookingAsync(cancellationToken).ConfigureAwait(false);
        var workload = _options.Workload with
        {
            Seed = ~_options.Seed,
            DurationMax = _options.Duration < _options.Baseline ? _options.Duration : _options.Baseline,
        };
        var test = new LoadTest(workload, new DatabaseTarget(database, _clock), _clock);
        var recording = await _display.MeasureAsync("database alone", workload, test, cancellationToken)
            .ConfigureAwait(false);

        // What the cache kept knows nothing of these bookings: they go again.
        await database.TakeAwayBookingsAsync(last, CancellationToken.None).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return (recording, test.Duration);
    }

    private async Task WarmAsync(ITarget target, CancellationToken cancellationToken)
    {
        var workload = _options.Workload with
        {
            Seed = _options.Seed + 1,
            OperationsPerWorker = _options.Queries ?? BenchOptions.QueriesDefault,
            DurationMax = null,
        };
        var test = new LoadTest(workload, target, _clock);
        await _display.MeasureAsync("warming", workload, test, cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private async Task<Cache<string, PassengerBookings?>?> OpenCacheAsync()
    {
        if (_options.Cache is not { } stack)
        {
            return null;
        }

        var layers = await CacheLayers.OpenAsync(stack, new StackSurroundings(_options.CacheFolder, _clock))
            .ConfigureAwait(false);
        return new Cache<string, PassengerBookings?>(new CacheOptions<string, PassengerBookings?>
        {
            Layers = layers,
            EntryDefaults = new EntryOptions
            {
                Ttl = _options.Ttl,
                TtlJitterRatio = _options.JitterPercent / 100.0,
            },
            Seed = unchecked((int)_options.Seed),
            LayerFailed = _layerFailures.Add,
            TimeProvider = _clock,
        });
    }

    /// <summary>
    /// The valid entries of the pool in the slowest layer: what a run can hit before it filled
    /// anything.
    /// </summary>
    private async Task<StartingEntries> CachedAsync(
        Cache<string, PassengerBookings?>? cache, CancellationToken cancellationToken)
    {
        if (cache is null)
        {
            return StartingEntries.None;
        }

        var nowMs = _clock.NowMs();
        var lastId = Workload.FirstId + _options.PoolSize - 1;
        var remaining = new List<double>();
        await foreach (var (key, entry) in cache.Enumerate().WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (CacheAsideTarget.PassengerOf(key) is { } id && id >= Workload.FirstId && id <= lastId)
            {
                remaining.Add(entry.Deadline.Remaining(nowMs)?.TotalSeconds ?? double.MaxValue);
            }
        }

        remaining.Sort();
        return new StartingEntries(remaining.Count, remaining);
    }

    private async Task ShowSampleAsync(IFlightDatabase database, CancellationToken cancellationToken)
    {
        var session = await database.OpenSessionAsync(cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            var sample = await session.ReadAsync(Workload.FirstId, cancellationToken).ConfigureAwait(false);
            _display.ShowStatements(sample);
        }
    }

    private RunLog LogOf(
        LoadTest test,
        Recording recording,
        (Recording Recording, TimeSpan Duration)? alone,
        StartingEntries start,
        ITarget target,
        IFlightDatabase database)
    {
        var pool = _options.Random ? PassengerPoolSize.All : new PassengerPoolSize(_options.PoolSize);
        var queries = _options.Queries ?? (_options.Duration is null
            ? BenchOptions.QueriesDefault
            : recording.Operations.Count / _options.Threads);
        var config = TestConfig.Of(_options.Threads, queries, _options.ReadPercent, _options.Ttl, pool);
        var log = RunLog.From(config, FactsOf(test, start, database), recording, test.Duration, target.Layers);
        log = log with { Layers = [.. log.Layers!.Select(_layerFailures.NotedOn)] };
        log = _options.Cache is null ? log : log with { Prediction = Predict(recording, test.Duration, start) };
        return alone is { } baseline
            ? log with { Baseline = BaselineComparison.Of(log, baseline.Recording, baseline.Duration) }
            : log;
    }

    private HitRatePrediction Predict(Recording recording, TimeSpan duration, StartingEntries start) => new()
    {
        HitRatePercent = Math.Round(
            100 * HitRateModel.Predict(
                recording.Pace, _options.ReadPercent / 100.0, _options.PoolSize, _options.Ttl, start),
            4),
        Model = $"uniform ids out of {_options.PoolSize:N0}, {start.Count:N0} of them cached at the start, "
            + $"{recording.Operations.Count:N0} operations in {duration.TotalSeconds:N2} s, "
            + $"time to live {_options.Ttl.TotalSeconds:#,0.###} s",
    };

    private RunFacts FactsOf(LoadTest test, StartingEntries start, IFlightDatabase database) => new()
    {
        Command = CommandLine(),
        ToolVersion = typeof(BenchRun).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
            .InformationalVersion.Split('+')[0],
        Runtime = RuntimeInformation.FrameworkDescription,
        Os = RuntimeInformation.OSDescription,
        Processors = Environment.ProcessorCount,
        Seed = _options.Seed,
        StartedAt = test.StartedAt,
        Cache = _options.Cache is null ? null : CacheLayers.Shown(_options.Cache),
        Database = database.DisplayName,
        DurationSecondsLimit = _options.Duration?.TotalSeconds,
        Warm = _options.Warm,
        JitterPercent = _options.JitterPercent,
        Interrupted = test.WasInterrupted,
        NoCache = _options.Cache is null,
        Flushed = _options.Flush,
        EntriesAtStart = _options.Cache is null ? null : start.Count,
    };

    private string CommandLine() =>
        string.Join(' ', ["strata bench", .. _options.Arguments.Select(Redaction.WithoutPassword).Select(Quoted)]);

    private static string Quoted(string argument) =>
        argument.Any(char.IsWhiteSpace) || argument.Length == 0 ? $"\"{argument}\"" : argument;

    /// <summary>Finds out before the run, not after it, that a file cannot be written.</summary>
    private void CheckFiles(string logPath)
    {
        WholeFile.CheckWritable(logPath);
        if (_options.Html is { } page)
        {
            WholeFile.CheckWritable(page);
        }

        if (_options.UsesCacheFolder)
        {
            WholeFile.CheckWritable(Path.Combine(_options.CacheFolder, "probe"));
        }
    }
}
