using System.Globalization;
using Strata.Lab.Sampling;

namespace Strata.Lab.Comparisons;

/// <summary>
/// The mix of many workers at once, both caches in turn, and how often they were in each other's way.
/// </summary>
internal static class WorkersExperiment
{
    public static IReadOnlyList<ComparedWorkers> Run(
        CompareMethod method,
        IReadOnlyList<int> workers,
        ComparedPair pair,
        TimeProvider clock,
        IProgress<MeasuringStep> watch,
        CancellationToken cancellationToken)
    {
        var ordered = workers.Distinct().Order().ToArray();
        var before = ordered.Select(_ => new Seen()).ToArray();
        var after = ordered.Select(_ => new Seen()).ToArray();
        for (var round = 0; round < method.Rounds; round++)
        {
            for (var i = 0; i < ordered.Length; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                watch.Report(new(
                    string.Create(CultureInfo.InvariantCulture, $"{ordered[i]} workers"),
                    ((double)(round * ordered.Length) + i) / (method.Rounds * ordered.Length)));
                Round(method, ordered[i], pair, pair.Before, clock, before[i]);
                Round(method, ordered[i], pair, pair.After, clock, after[i]);
            }
        }

        return
        [
            .. ordered.Select((count, i) => new ComparedWorkers
            {
                Workers = count,
                Operations = ComparedOperation.Of(
                    string.Create(CultureInfo.InvariantCulture, $"{count} workers"), before[i].Side, after[i].Side),
                ContentionBefore = before[i].Contention,
                ContentionAfter = after[i].Contention,
                OperationsDone = (long)count * SamplesOf(method) * method.OperationsPerSample * method.Rounds,
            }),
        ];
    }

    private static int SamplesOf(CompareMethod method) => method.WorkerOperations / method.OperationsPerSample;

    private static void Round<TCache>(
        CompareMethod method, int workers, ComparedPair pair, TCache cache, TimeProvider clock, Seen seen)
        where TCache : struct, IComparedCache
    {
        var perWorker = SamplesOf(method);
        var samples = new double[workers * perWorker];
        var emptyNs = new BatchSampler(pair.Asked, method.OperationsPerSample, clock).EmptyBatchNs();
        var works = Enumerable.Range(0, workers).Select(worker =>
        {
            var sampler = new BatchSampler(pair.Asked, method.OperationsPerSample, clock, worker * 7_919);
            var probe = new ComparedMixProbe<TCache>(cache, pair.IsGet);
            return (Action)(() => sampler.Sample(probe, samples.AsSpan(worker * perWorker, perWorker), emptyNs));
        }).ToArray();
        var found = cache.Contentions;
        var (elapsed, waits) = Together.Run(clock, works);
        seen.Times.Add(SampleSummary.Of(samples));
        seen.Rates.Add(samples.Length * method.OperationsPerSample / elapsed.TotalSeconds);
        seen.FoundTaken += cache.Contentions - found;
        seen.Waits += waits;
    }

    private sealed class Seen
    {
        public List<SampleSummary> Times { get; } = [];

        public List<double> Rates { get; } = [];

        public long? FoundTaken { get; set; } = 0;

        public long Waits { get; set; }

        public ComparedSide Side => new(SampleSummary.MedianOf(Times), SampleSummary.Median(Rates));

        public LockContention Contention => new(FoundTaken, Waits);
    }
}
