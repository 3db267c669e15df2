namespace Strata.Benchmarks;

/// <summary>
/// Measures contenders in turn, round after round, so that a machine that slows down slows all of them: the
/// ratios hold where the absolute times do not.
/// </summary>
internal static class Interleaved
{
    private const int WarmUps = 3;
    private const int Rounds = 15;

    /// <summary>Runs each contender to warm up, then in rounds, and prints medians and spread.</summary>
    /// <param name="operations">How many operations one call of a contender does.</param>
    /// <param name="contenders">Names and what to run; the first one is what the ratios refer to.</param>
    public static Task RunAsync(long operations, params (string Name, Func<Task> Run)[] contenders) =>
        RunAsync(operations, static () => { }, contenders);

    /// <summary>The same with something to make ready before each round, which is not measured.</summary>
    /// <param name="operations">How many operations one call of a contender does.</param>
    /// <param name="prepare">What to do before each round.</param>
    /// <param name="contenders">Names and what to run; the first one is what the ratios refer to.</param>
    public static Task RunAsync(
        long operations, Action prepare, params (string Name, Func<Task> Run)[] contenders) =>
        RunAsync(
            operations,
            prepare,
            Array.ConvertAll(contenders, c => (c.Name, Run: (Func<long, Task>)(_ => c.Run()))),
            steady: false);

    /// <summary>
    /// The same for contenders that take how many operations to do: each also runs twice as long once a
    /// round, and bytes are told of the longer run's second half alone, free of what starting costs.
    /// </summary>
    /// <param name="operations">How many operations the shorter run does.</param>
    /// <param name="contenders">Names and what to run; the first one is what the ratios refer to.</param>
    public static Task RunSteadyAsync(long operations, params (string Name, Func<long, Task> Run)[] contenders) =>
        RunAsync(operations, static () => { }, contenders, steady: true);

    private static async Task RunAsync(
        long operations, Action prepare, (string Name, Func<long, Task> Run)[] contenders, bool steady)
    {
        var samples = contenders.Select(_ => new List<(double Ns, double Bytes)>()).ToArray();
        for (var round = -WarmUps; round < Rounds; round++)
        {
            prepare();
            for (var i = 0; i < contenders.Length; i++)
            {
                var run = contenders[i].Run;
                var (ns, bytes) = await SampleAsync(run, operations).ConfigureAwait(false);
                if (steady)
                {
                    bytes = (await SampleAsync(run, 2 * operations).ConfigureAwait(false)).Bytes - bytes;
                }

                if (round >= 0)
                {
                    samples[i].Add((ns / operations, (double)bytes / operations));
                }
            }
        }

        Print(contenders, samples);
    }

    private static void Print((string Name, Func<long, Task>)[] contenders, List<(double Ns, double Bytes)>[] samples)
    {
        Console.WriteLine($"{"",-38}{"ns/op",10}{"min",10}{"max",10}{"ratio",8}{"bytes/op",10}");
        for (var i = 0; i < contenders.Length; i++)
        {
            var ns = samples[i].Select(s => s.Ns).Order().ToArray();
            var ratios = samples[i].Zip(samples[0], (s, first) => s.Ns / first.Ns).Order().ToArray();
            var bytes = samples[i].Select(s => s.Bytes).Order().ToArray();
            Console.WriteLine(
                $"{contenders[i].Name,-38}{ns[Rounds / 2],10:N1}{ns[0],10:N1}{ns[^1],10:N1}"
                + $"{ratios[Rounds / 2],8:N2}{bytes[Rounds / 2],10:N2}");
        }
    }

    private static async Task<(double Ns, long Bytes)> SampleAsync(Func<long, Task> run, long operations)
    {
        var clock = TimeProvider.System;
        var bytes = GC.GetTotalAllocatedBytes(precise: true);
        var started = clock.GetTimestamp();
        await run(operations).ConfigureAwait(false);
        var elapsed = clock.GetElapsedTime(started);
        return (elapsed.TotalNanoseconds, GC.GetTotalAllocatedBytes(precise: true) - bytes);
    }
}
