namespace Strata.Lab;

/// <summary>
/// What one worker of a load test saw: histograms by kind of operation, and one cell a second.
/// One thread records at a time; others may read while it runs, for live progress.
/// </summary>
/// <remarks>
/// <para>
/// The caller passes the timestamps it took anyway, so recording reads no clock, takes no lock and
/// allocates nothing but one cell a second. Each operation lands in exactly one histogram; totals are
/// summed when all is over. An operation belongs to the second it ended in.
/// </para>
/// <para>Recording reads no clock: the one it is given tells only how long a timestamp tick is.</para>
/// </remarks>
public sealed class WorkerRecorder
{
    private const int MessagesKept = 5;

    private readonly TimeProvider _clock;
    private readonly long _startTimestamp;
    private readonly long _startUnixTicks;
    private readonly long _ticksPerSecond;
    private readonly double _nsPerTick;
    private readonly LatencyHistogram[] _hitsByLayer;
    private readonly List<SecondCell> _seconds = [];
    private readonly List<string> _messages = [];
    private SecondCell _cell;
    private long _cellStart;

    /// <summary>Makes a recorder for one worker.</summary>
    /// <param name="clock">The clock whose timestamps will be passed.</param>
    /// <param name="startedAt">The wall-clock time at <paramref name="startTimestamp"/>.</param>
    /// <param name="startTimestamp">
    /// The clock's timestamp when the run began, the same for all workers.
    /// </param>
    /// <param name="layerCount">How many layers the cache has; 0 for a run without one.</param>
    /// <exception cref="ArgumentNullException"><paramref name="clock"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="layerCount"/> is negative.</exception>
    public WorkerRecorder(TimeProvider clock, DateTimeOffset startedAt, long startTimestamp, int layerCount)
    {
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentOutOfRangeException.ThrowIfNegative(layerCount);
        _clock = clock;
        _startTimestamp = startTimestamp;
        _startUnixTicks = startedAt.UtcTicks - DateTime.UnixEpoch.Ticks;
        _ticksPerSecond = clock.TimestampFrequency;
        _nsPerTick = 1e9 / _ticksPerSecond;
        _hitsByLayer = new LatencyHistogram[layerCount];
        for (var i = 0; i < layerCount; i++)
        {
            _hitsByLayer[i] = new LatencyHistogram();
        }

        Pace = new Pace(clock, startTimestamp);
        _cell = FindCell(startTimestamp);
    }

    internal Pace Pace { get; }

    internal IReadOnlyList<LatencyHistogram> HitsByLayer => _hitsByLayer;

    internal LatencyHistogram Misses { get; } = new();

    internal LatencyHistogram Writes { get; } = new();

    internal LatencyHistogram DatabaseReads { get; } = new();

    internal LatencyHistogram DatabaseWrites { get; } = new();

    internal long FailedReads { get; private set; }

    internal long FailedWrites { get; private set; }

    internal IReadOnlyList<string> Messages => _messages;

    internal IReadOnlyList<SecondCell> Seconds => _seconds;

    /// <summary>Records a read answered by the cache.</summary>
    /// <param name="layer">The index of the layer that answered.</param>
    /// <param name="startTimestamp">When the read began.</param>
    /// <param name="endTimestamp">When its value was there.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such layer.</exception>
    public void Hit(int layer, long startTimestamp, long endTimestamp)
    {
        var ns = Nanoseconds(endTimestamp - startTimestamp);
        _hitsByLayer[layer].Record(ns);
        Pace.Record(endTimestamp);
        CellAt(endTimestamp).Hit(ns);
    }

    /// <summary>
    /// Records a read the cache could not answer: it went to the database, or waited for another worker's call.
    /// </summary>
    /// <param name="startTimestamp">When the read began.</param>
    /// <param name="endTimestamp">When it was done, the value stored in the cache included.</param>
    /// <param name="databaseTicks">
    /// Timestamp ticks spent in the database call; 0 if another worker made it, which counts as no call here.
    /// </param>
    public void Miss(long startTimestamp, long endTimestamp, long databaseTicks)
    {
        var ns = Nanoseconds(endTimestamp - startTimestamp);
        long? databaseNs = databaseTicks > 0 ? Nanoseconds(databaseTicks) : null;
        Misses.Record(ns);
        Pace.Record(endTimestamp);
        if (databaseNs is { } called)
        {
            DatabaseReads.Record(called);
        }

        CellAt(endTimestamp).Miss(ns, databaseNs);
    }

    /// <summary>Records a write.</summary>
    /// <param name="startTimestamp">When the write began.</param>
    /// <param name="endTimestamp">When it was done, the cache updated.</param>
    /// <param name="databaseTicks">Timestamp ticks spent in the database call.</param>
    public void Write(long startTimestamp, long endTimestamp, long databaseTicks)
    {
        var ns = Nanoseconds(endTimestamp - startTimestamp);
        var databaseNs = Nanoseconds(databaseTicks);
        Writes.Record(ns);
        Pace.Record(endTimestamp);
        DatabaseWrites.Record(databaseNs);
        CellAt(endTimestamp).Write(ns, databaseNs);
    }

    /// <summary>
    /// Records an operation that failed. It counts as a failure and as nothing else: the time until an
    /// error says nothing about the time until an answer.
    /// </summary>
    /// <param name="startTimestamp">When the operation began.</param>
    /// <param name="endTimestamp">When it failed.</param>
    /// <param name="isWrite">Whether it was a write.</param>
    /// <param name="error">Why; the first few distinct messages are kept.</param>
    /// <exception cref="ArgumentNullException"><paramref name="error"/> is null.</exception>
    public void Fail(long startTimestamp, long endTimestamp, bool isWrite, Exception error)
    {
        ArgumentNullException.ThrowIfNull(error);
        if (isWrite)
        {
            FailedWrites++;
        }
        else
        {
            FailedReads++;
        }

        if (_messages.Count < MessagesKept && !_messages.Contains(error.Message))
        {
            _messages.Add(error.Message);
        }

        CellAt(Math.Max(startTimestamp, endTimestamp)).Fail();
    }

    /// <summary>An empty pace of the same run.</summary>
    internal Pace NewPace() => new(_clock, _startTimestamp);

    internal long Nanoseconds(long ticks) => ticks <= 0 ? 0 : (long)(ticks * _nsPerTick);

    private SecondCell CellAt(long timestamp) =>
        (ulong)(timestamp - _cellStart) < (ulong)_ticksPerSecond ? _cell : _cell = FindCell(timestamp);

    private SecondCell FindCell(long timestamp)
    {
        const long UnixTicksPerSecond = TimeSpan.TicksPerSecond;
        var elapsed = Int128.CreateChecked(timestamp) - _startTimestamp;
        var unixTicks = _startUnixTicks + (long)(elapsed * UnixTicksPerSecond / _ticksPerSecond);
        var second = Math.DivRem(unixTicks, UnixTicksPerSecond).Quotient;
        if (unixTicks < second * UnixTicksPerSecond)
        {
            second--;
        }

        var untilStart = Int128.CreateChecked(second) * UnixTicksPerSecond - _startUnixTicks;
        _cellStart = _startTimestamp + (long)(untilStart * _ticksPerSecond / UnixTicksPerSecond);

        var place = _seconds.Count;
        while (place > 0 && _seconds[place - 1].UnixSecond > second)
        {
            place--;
        }

        if (place > 0 && _seconds[place - 1].UnixSecond == second)
        {
            return _seconds[place - 1];
        }

        var cell = new SecondCell(second);
        _seconds.Insert(place, cell);
        return cell;
    }
}
