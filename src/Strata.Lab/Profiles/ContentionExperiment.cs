using Strata.Lab.Sampling;

namespace Strata.Lab.Profiles;

/// <summary>Measures gets of several threads at once from one layer.</summary>
internal static class ContentionExperiment
{
    // Fewer would be over before the last thread has begun.
    private const int SamplesOfAThreadMin = 500;

    public static ContentionProfile Run(
        ProfileMethod method,
        IReadOnlyList<int> threads,
        TimeProvider clock,
        IProgress<MeasuringStep> watch,
        CancellationToken cancellationToken)
    {
        watch.Report(new("storing the entries", 0));
        var ordered = threads.Distinct().Order().ToArray();
        var layer = ProfiledLayer.Filled(ProfileMethod.EntriesUsual);
        var asked = Keys.Of(Keys.Draw(ProfileMethod.EntriesUsual, method.Seed));
        var alone = new BatchSampler(asked, method.CallsPerSample, clock);
        alone.WarmUp(new GetProbe(layer), method.WarmUpCalls);
        var perThread = Math.Max(SamplesOfAThreadMin, method.SamplesOfASize / method.Rounds);
        var times = ordered.Select(_ => new List<double>()).ToArray();
        var cores = ordered.Select(_ => new List<double>()).ToArray();
        var rates = ordered.Select(_ => new List<double>()).ToArray();
        for (var round = 0; round < method.Rounds; round++)
        {
            var emptyNs = alone.EmptyBatchNs();
            for (var i = 0; i < ordered.Length; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                watch.Report(new(
                    ordered[i] == 1 ? "1 thread" : $"{ordered[i]} threads",
                    ((double)(round * ordered.Length) + i) / (method.Rounds * ordered.Length)));
                var workers = Enumerable.Range(0, ordered[i])
                    .Select(worker => new BatchSampler(asked, method.CallsPerSample, clock, worker * 7_919))
                    .Select(sampler => new Worker(layer, sampler, perThread, emptyNs))
                    .ToArray();
                var busy = Environment.CpuUsage.TotalTime;
                var elapsed = Together.Run(clock, [.. workers.Select(worker => (Action)worker.Work)]).Elapsed;
                cores[i].Add((Environment.CpuUsage.TotalTime - busy) / elapsed);
                rates[i].Add((double)ordered[i] * perThread * method.CallsPerSample / elapsed.TotalSeconds);
                times[i].AddRange(workers.SelectMany(worker => worker.Samples));
            }
        }

        return ContentionProfile.Of(
            [
                .. ordered.Select((count, i) => new ContentionPoint
                {
                    Threads = count,
                    GetsPerSecond = SampleSummary.Median(rates[i]),
                    CoresUsed = SampleSummary.Median(cores[i]),
                    Get = SampleSummary.Of([.. times[i]]),
                }),
            ],
            Environment.ProcessorCount);
    }

    private sealed class Worker(MemoryLayer<string, string> layer, BatchSampler sampler, int samples, double emptyNs)
    {
        public double[] Samples { get; } = new double[samples];

        public void Work() => sampler.Sample(new GetProbe(layer), Samples, emptyNs);
    }
}
