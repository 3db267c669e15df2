using Strata.Lab.Sampling;

namespace Strata.Lab.Comparisons;

/// <summary>Gets, sets and the mix on one thread, both caches in turn.</summary>
internal static class OperationsExperiment
{
    public static IReadOnlyList<ComparedOperation> Run(
        CompareMethod method,
        ComparedPair pair,
        TimeProvider clock,
        IProgress<MeasuringStep> watch,
        CancellationToken cancellationToken)
    {
        var sampler = new BatchSampler(pair.Asked, method.OperationsPerSample, clock);
        Contender[] contenders =
        [
            Contender.Of("get, before", sampler, new ComparedGetProbe<ComparedOneLock>(pair.Before)),
            Contender.Of("get, after", sampler, new ComparedGetProbe<ComparedMemoryLayer>(pair.After)),
            Contender.Of("set, before", sampler, new ComparedSetProbe<ComparedOneLock>(pair.Before)),
            Contender.Of("set, after", sampler, new ComparedSetProbe<ComparedMemoryLayer>(pair.After)),
            Contender.Of("mix, before", sampler, new ComparedMixProbe<ComparedOneLock>(pair.Before, pair.IsGet)),
            Contender.Of("mix, after", sampler, new ComparedMixProbe<ComparedMemoryLayer>(pair.After, pair.IsGet)),
        ];
        var samplesOfARound = method.Operations / method.OperationsPerSample;
        var (samples, _) = Rounds.Run(
            contenders,
            TimeSpan.FromMilliseconds(method.WarmUpMs),
            clock,
            samplesOfARound * method.Rounds,
            method.Rounds,
            watch,
            cancellationToken);
        return
        [
            .. new[] { "get", "set", $"mix {method.GetPercent}/{100 - method.GetPercent}" }.Select(
                (name, i) => ComparedOperation.Of(name, Side(samples[2 * i]), Side(samples[(2 * i) + 1]))),
        ];

        ComparedSide Side(double[] all)
        {
            var time = SampleSummary.MedianOf([.. all.Chunk(samplesOfARound).Select(round => SampleSummary.Of(round))]);
            return new(time, time.MeanNs > 0 ? 1e9 / time.MeanNs : 0);
        }
    }
}
