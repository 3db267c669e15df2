namespace Strata.Benchmarks;

/// <summary>
/// Measures contenders in turn, round after round, so that a machine that slows down slows all of them: the
/// ratios hold where the absolute times do not.
/// </summary>
internal static class Interleaved
{
    private const int Rounds = 15;

    /// <summary>Runs each contender once to warm up, then in rounds, and prints medians and spread.</summary>
    /// <param name="operations">How many operations one call of a contender does.</param>
    /// <param name="contenders">Names and what to run; the first one is what the ratios refer to.</param>
    public static async Task RunAsync(long operations, params (string Name, Func<Task> Run)[] contenders)
    {
        var samples = contenders.Select(_ => new List<(double Ns, double Bytes)>()).ToArray();
        for (var round = -3; round < Rounds; round++)
        {
            for (var i = 0; i < contenders.Length; i++)
            {
                var sample = await SampleAsync(contenders[i].Run, operations).ConfigureAwait(false);
                if (round >= 0)
                {
                    samples[i].Add(sample);
                }
            }
        }

        Console.WriteLine($"{"",-34}{"ns/op",10}{"min",9}{"max",9}{"ratio",8}{"bytes/op",10}");
        for (var i = 0; i < contenders.Length; i++)
        {
            var ns = samples[i].Select(s => s.Ns).Order().ToArray();
            var ratios = samples[i].Zip(samples[0], (s, first) => s.Ns / first.Ns).Order().ToArray();
            var bytes = samples[i].Select(s => s.Bytes).Order().ToArray();
            Console.WriteLine(
                $"{contenders[i].Name,-34}{ns[Rounds / 2],10:N1}{ns[0],9:N1}{ns[^1],9:N1}"
                + $"{ratios[Rounds / 2],8:N2}{bytes[Rounds / 2],10:N2}");
        }
    }

    private static async Task<(double Ns, double Bytes)> SampleAsync(Func<Task> run, long operations)
    {
        var clock = TimeProvider.System;
        var bytes = GC.GetTotalAllocatedBytes(precise: true);
        var started = clock.GetTimestamp();
        await run().ConfigureAwait(false);
        var elapsed = clock.GetElapsedTime(started);
        bytes = GC.GetTotalAllocatedBytes(precise: true) - bytes;
        return (elapsed.TotalNanoseconds / operations, (double)bytes / operations);
    }
}
