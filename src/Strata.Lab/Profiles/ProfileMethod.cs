using Strata.Lab.Sampling;

namespace Strata.Lab.Profiles;

/// <summary>How a profile was measured.</summary>
internal sealed record ProfileMethod
{
    /// <summary>Calls that make a sample: enough for the clock's readings to weigh a few percent of them.</summary>
    public const int BatchCalls = 100;

    /// <summary>Entries of the layer, where the size is not what is varied.</summary>
    public const int EntriesUsual = 10_000;

    // Each size and each number of threads is measured several times over: a share of the samples is enough.
    private const int ShareOfSamples = 5;

    /// <summary>Samples of each part.</summary>
    public required int Samples { get; init; }

    /// <summary>Samples of each series of a size, and of each number of threads.</summary>
    public int SamplesOfASize => Math.Max(ProfileOptions.SamplesMin, Samples / ShareOfSamples);

    /// <summary>Calls in a sample.</summary>
    public int CallsPerSample { get; } = BatchCalls;

    /// <summary>Calls before the first sample, at least.</summary>
    public int WarmUpCalls { get; } = Contender.WarmUpCalls;

    /// <summary>Milliseconds of such calls of all parts in turn, at least.</summary>
    public required int WarmUpMs { get; init; }

    /// <summary>In how many shares, in turn with the others.</summary>
    public required int Rounds { get; init; }

    /// <summary>What two readings of the clock cost, in nanoseconds; the median.</summary>
    public double TwoClockReadingsNs { get; init; }

    /// <summary>The seed of the order of keys.</summary>
    public int Seed { get; } = 1;

    /// <summary>For how long the parts are called before they are measured.</summary>
    internal TimeSpan WarmUp => TimeSpan.FromMilliseconds(WarmUpMs);

    /// <summary>The method of a run.</summary>
    public static ProfileMethod Of(ProfileOptions options, TimeProvider clock) => new()
    {
        Samples = options.Samples,
        WarmUpMs = options.Quick ? 1_000 : 2_000,
        Rounds = options.Quick ? 5 : 10,
        TwoClockReadingsNs = BatchSampler.TwoReadingsNs(clock),
    };
}
