namespace Strata;

/// <summary>Finds the share of the window that hits most, by small steps: on while it gets better, else back.</summary>
internal sealed class WindowClimber : PolicyTuner
{
    private const double ShareAtFirst = 0.01;
    private const double ShareMax = 0.8;
    private const double StepAtFirst = 0.0625;
    private const double StepDecay = 0.98;
    private const double RestartChange = 0.05;
    private const int PeriodEntries = 10;
    private const int SampledEntries = 1024;

    private long _periodAccesses;
    private int _accesses;
    private int _hits;
    private double _step = StepAtFirst;
    private double _lastRatio = -1;
    private double _share = ShareAtFirst;

    public WindowClimber(int entries)
    {
        Adjust(entries);
    }

    /// <summary>The share of the entries that belongs to the window, 0 to 1.</summary>
    public double Share => Volatile.Read(ref _share);

    protected override void Learn(uint hash, bool isHit)
    {
        _accesses++;
        _hits += isHit ? 1 : 0;
        if (_accesses < _periodAccesses)
        {
            return;
        }

        var ratio = (double)_hits / _accesses;
        _accesses = _hits = 0;
        if (_lastRatio >= 0)
        {
            var change = ratio - _lastRatio;
            var direction = change >= 0 ? _step : -_step;
            Volatile.Write(ref _share, Math.Clamp(_share + direction, ShareAtFirst, ShareMax));
            _step = Math.Abs(change) >= RestartChange
                ? Math.CopySign(StepAtFirst, direction)
                : direction * StepDecay;
        }

        _lastRatio = ratio;
    }

    protected override void Adjust(int entries)
    {
        var every = Math.Max(1, entries / SampledEntries);
        SampleBelow = (uint)(uint.MaxValue / every);
        _periodAccesses = Math.Max(64, (long)entries * PeriodEntries / every);
        SampleChanged?.Invoke();
    }
}
