namespace Strata;

/// <summary>Chooses, while the layer runs, the recipe by which its stripes evict: by small simulations.</summary>
/// <remarks>
/// <para>
/// <b>Idea.</b> No fixed rule is good on every workload, but five rules together are, and all five are settings of one
/// <see cref="TwoQueue"/>. A sample of the keys, selected by hash, is replayed in five miniature caches, one a rule.
/// Every turnover, that is after as many misses as the cache has entries, their hits are compared; the real cache
/// takes over the recipe of a clear winner. Entries stay where they are.
/// </para>
/// <para>
/// <b>Why it holds.</b> (1) Time is counted in misses, because a cache needs a turnover of misses to become what a new
/// recipe makes of it: a large, mostly hitting cache changes seldom, a thrashing one at once. (2) A miniature is as
/// large as the number of sampled keys resident here, so a sample that happens to be dense or thin, entries that
/// expire, and a capacity that changes are all accounted for. (3) Prediction is checked against reality: where the
/// running recipe hits less on the sampled keys than its miniature, half of the gap is held against it; the
/// grudge fades in about a hundred turnovers. (4) The winner must win by a margin of accesses, of misses and of noise.
/// </para>
/// <para>
/// Sources: S3-FIFO (Yang et al., SOSP 2023), TinyLFU (Einziger et al., ACM ToS 2017), miniature simulations
/// (Waldspurger et al., USENIX ATC 2017), SHARDS (Waldspurger et al., FAST 2015), LIRS (Jiang and Zhang, SIGMETRICS
/// 2002: a queue of one percent for newcomers, the rest for keys seen again), CLOCK (Corbató, 1968).
/// </para>
/// </remarks>
internal sealed class RecipeChoice : PolicyTuner
{
    /// <summary>The rules to choose from. The first is that of a cold cache; of equals the later is taken.</summary>
    public static readonly Recipe[] Recipes =
    [
        new("balanced", Admission.Ghost, SmallShare: 0.20, PromoteHits: 2, GhostLife: 0.9),
        new("wide", Admission.Ghost, SmallShare: 0.60, PromoteHits: 2, GhostLife: 0.9),
        new("recency", Admission.Recency, SmallShare: 0, PromoteHits: 0, GhostLife: 0),
        new("reuse", Admission.Ghost, SmallShare: 0.01, PromoteHits: 1, GhostLife: 1.5),
        new("frequency", Admission.Duel, SmallShare: 0.01, PromoteHits: int.MaxValue, GhostLife: 2.0),
    ];

    // A miniature has more than half of this many entries, unless the layer itself has fewer.
    private const int MiniatureMax = 192;
    private const int LargeEntries = 2000;
    private const int LargeShift = 4;
    private const double MiniatureSpare = 1.25;
    private const double Decay = 0.85;
    private const double AccessMargin = 0.01;
    private const double MissMargin = 0.02;
    private const double Tie = 0.005;
    private const double ResidentRate = 0.2;
    private const double BiasRate = 0.1;
    private const double BiasFade = 0.99;
    private const double BiasWeight = 0.5;
    private const int SettlingPeriods = 4;
    private const int PeriodAccessesMin = 16;

    private readonly double[] _hits = new double[Recipes.Length];
    private readonly double[] _bias = new double[Recipes.Length];
    private readonly double[] _score = new double[Recipes.Length];
    private MiniatureCache[] _miniatures = [];
    private int _fittedTo;
    private int _nominal;
    private double _accesses;
    private double _misses;
    private double _resident;
    private int _miniatureEntries;
    private int _sampledResident;
    private int _periodAccesses;
    private int _periodMisses;
    private int _periodsSinceChange;
    private int _current;
    private volatile Recipe _recipe = Recipes[0];
    private volatile bool _hasEvicted;

    /// <summary>Makes a choice for a layer of so many entries.</summary>
    public RecipeChoice(int entries)
    {
        Begin(entries);
    }

    /// <summary>The recipe in force.</summary>
    public Recipe Recipe => _recipe;

    /// <summary>Tells that an entry of the sample came, or left.</summary>
    public void CountResident(uint hash, int change)
    {
        if (hash < SampleBelow)
        {
            Interlocked.Add(ref _sampledResident, change);
        }
    }

    /// <summary>Tells that an entry was evicted: a cache that is not full tells nothing about eviction.</summary>
    public void NoteEviction()
    {
        if (!_hasEvicted)
        {
            _hasEvicted = true;
        }
    }

    protected override void Learn(uint hash, bool isHit)
    {
        foreach (var miniature in _miniatures)
        {
            miniature.Ask(hash, _miniatureEntries);
        }

        _periodAccesses++;
        if (!isHit)
        {
            _periodMisses++;
        }

        if (_periodMisses >= _nominal && _periodAccesses >= PeriodAccessesMin)
        {
            EndPeriod();
        }
    }

    protected override void Adjust(int entries)
    {
        if (entries > _fittedTo * 2 || entries < _fittedTo / 2)
        {
            Begin(entries);
            SampleChanged?.Invoke();
        }
    }

    private void Begin(int entries)
    {
        var shift = entries >= LargeEntries ? LargeShift : 0;
        while (entries >> shift > MiniatureMax)
        {
            shift++;
        }

        _fittedTo = entries;
        SampleBelow = shift == 0 ? uint.MaxValue : 1u << (32 - shift);
        _nominal = _miniatureEntries = Math.Max(2, entries >> shift);
        _resident = _sampledResident = _nominal;
        var spare = (int)(_nominal * MiniatureSpare) + 1;
        _miniatures = Array.ConvertAll(Recipes, recipe => new MiniatureCache(spare, recipe));
        Array.Clear(_hits);
        Array.Clear(_bias);
        _accesses = _misses = 0;
        _periodAccesses = _periodMisses = 0;
    }

    private void EndPeriod()
    {
        _periodsSinceChange++;
        _accesses = (_accesses * Decay) + _periodAccesses;
        _misses = (_misses * Decay) + _periodMisses;
        var best = 0.0;
        for (var i = 0; i < Recipes.Length; i++)
        {
            var hits = _miniatures[i].TakeHits();
            var gap = (double)(_periodAccesses - _periodMisses - hits) / _periodAccesses;
            if (i != _current)
            {
                _bias[i] *= BiasFade;
            }
            else if (_periodsSinceChange > SettlingPeriods)
            {
                _bias[i] += BiasRate * (gap - _bias[i]);
            }

            _hits[i] = (_hits[i] * Decay) + hits;
            _score[i] = _hits[i] + (BiasWeight * Math.Min(0, _bias[i]) * _accesses);
            best = Math.Max(best, _score[i]);
        }

        _periodAccesses = _periodMisses = 0;
        if (_hasEvicted)
        {
            _hasEvicted = false;
            FollowResident();
            Judge(best);
        }
    }

    private void FollowResident()
    {
        _resident += ResidentRate * (Volatile.Read(ref _sampledResident) - _resident);
        _miniatureEntries = Math.Clamp(
            (int)Math.Round(_resident), Math.Max(2, _nominal / 2), (int)(_nominal * MiniatureSpare));
    }

    private void Judge(double best)
    {
        var noise = Math.Sqrt(Math.Max(0, Math.Min(best, _accesses - _score[_current]))) / 2;
        var margin = (AccessMargin * _accesses) + (MissMargin * _misses) + noise;
        if (best - _score[_current] <= margin)
        {
            return;
        }

        var winner = Recipes.Length - 1;
        while (_score[winner] < best - (Tie * _accesses) || winner == _current)
        {
            winner--;
        }

        _current = winner;
        _periodsSinceChange = 0;
        _recipe = Recipes[winner];
    }
}
