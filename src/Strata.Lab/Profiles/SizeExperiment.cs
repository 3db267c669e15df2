using System.Collections.Concurrent;
using Strata.Lab.Sampling;

namespace Strata.Lab.Profiles;

/// <summary>
/// Measures a get in layers of different sizes. What grows with the size can be the algorithm, or memory that
/// does not fit the processor's caches; the second grows in an array read in the same order, too.
/// </summary>
internal static class SizeExperiment
{
    private const int FewKeysMax = 100;

    public static SizeProfile Run(
        ProfileMethod method,
        IReadOnlyList<int> sizes,
        TimeProvider clock,
        IProgress<MeasuringStep> watch,
        CancellationToken cancellationToken)
    {
        var ordered = sizes.Distinct().Order().ToArray();
        var points = new List<SizePoint>();
        for (var i = 0; i < ordered.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var title = ordered[i] == 1 ? "1 entry" : $"{Figures.Count(ordered[i])} entries";
            var part = new PartOf(watch, i, ordered.Length, title);

            // The code is the same for every size: after the first only the data is new.
            var warmUp = i == 0 ? method.WarmUp : method.WarmUp / 5;
            points.Add(Measure(method, ordered[i], warmUp, clock, part, cancellationToken));
        }

        return SizeProfile.Of(points);
    }

    private static SizePoint Measure(
        ProfileMethod method,
        int entries,
        TimeSpan warmUp,
        TimeProvider clock,
        IProgress<MeasuringStep> watch,
        CancellationToken cancellationToken)
    {
        watch.Report(new("storing", 0));
        var layer = ProfiledLayer.Filled(entries);
        cancellationToken.ThrowIfCancellationRequested();
        var table = new ConcurrentDictionary<string, string>();
        var array = new Element[entries];
        for (var i = 0; i < entries; i++)
        {
            table[Keys.Of(i)] = "value";
            array[i] = new Element(i);
        }

        // Neighbours in the array must not be neighbours in memory: neither are those in a table.
        new Random(method.Seed).Shuffle(array);
        cancellationToken.ThrowIfCancellationRequested();
        var drawn = Keys.Draw(entries, method.Seed);
        var few = Math.Min(FewKeysMax, entries);
        var drawnOfFew = Array.ConvertAll(Keys.Draw(few, method.Seed), i => (int)((long)i * entries / few));
        var any = new BatchSampler(Keys.Of(drawn), method.CallsPerSample, clock);
        var ofFew = new BatchSampler(Keys.Of(drawnOfFew), method.CallsPerSample, clock);
        var (samples, _) = Rounds.Run(
            [
                Contender.Of("get, any key", any, new GetProbe(layer)),
                Contender.Of("get, few keys", ofFew, new GetProbe(layer)),
                Contender.Of("dictionary", any, new LookUpProbe(table)),
                Contender.Of("array", any, new ArrayProbe(array, drawn)),
            ],
            warmUp,
            clock,
            method.SamplesOfASize,
            method.Rounds,
            watch,
            cancellationToken);
        return new SizePoint
        {
            Entries = entries,
            Get = SampleSummary.Of(samples[0]),
            FewKeys = SampleSummary.Of(samples[1]),
            Dictionary = SampleSummary.Of(samples[2]),
            Array = SampleSummary.Of(samples[3]),
        };
    }

    private sealed class Element(int number)
    {
        public int Number { get; } = number;
    }

    private readonly struct ArrayProbe(Element[] array, int[] drawn) : IProbe
    {
        public int Run(string key, int position) => array[drawn[position]].Number + key.Length;
    }

    private sealed class PartOf(IProgress<MeasuringStep> whole, int part, int parts, string title)
        : IProgress<MeasuringStep>
    {
        public void Report(MeasuringStep value) =>
            whole.Report(new($"{title}, {value.Title}", (part + value.ShareDone) / parts));
    }
}
