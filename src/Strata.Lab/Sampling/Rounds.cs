namespace Strata.Lab.Sampling;

/// <summary>
/// Measures contenders in turn, round after round, so that a machine that slows down slows all of them.
/// </summary>
internal static class Rounds
{
    /// <summary>
    /// Warms the contenders up in turn, for the runtime compiles for good only what it has seen for a while; then
    /// measures them in turn.
    /// </summary>
    /// <param name="contenders">What is measured.</param>
    /// <param name="warmUp">For how long at least they are warmed up together.</param>
    /// <param name="clock">Times the warming up.</param>
    /// <param name="samples">How many samples each gets.</param>
    /// <param name="rounds">In how many shares.</param>
    /// <param name="watch">Is told what is measured, and the share done.</param>
    /// <param name="cancellationToken">Stops between two shares.</param>
    /// <returns>The samples of each contender, and the median empty batch, in nanoseconds.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static (double[][] Samples, double EmptyBatchNs) Run(
        IReadOnlyList<Contender> contenders,
        TimeSpan warmUp,
        TimeProvider clock,
        int samples,
        int rounds,
        IProgress<MeasuringStep> watch,
        CancellationToken cancellationToken)
    {
        var taken = contenders.Select(_ => new double[samples]).ToArray();
        var empty = new List<double>();
        WarmUp(contenders, warmUp, clock, watch, cancellationToken);
        for (var round = 0; round < rounds; round++)
        {
            var from = Share(samples, round, rounds);
            var to = Share(samples, round + 1, rounds);
            for (var i = 0; i < contenders.Count; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                watch.Report(new(
                    contenders[i].Name, ((round * contenders.Count) + i) / (double)(rounds * contenders.Count)));
                empty.Add(contenders[i].Sample(taken[i].AsSpan(from..to)));
            }
        }

        return (taken, SampleSummary.Median(empty));
    }

    private static void WarmUp(
        IReadOnlyList<Contender> contenders,
        TimeSpan duration,
        TimeProvider clock,
        IProgress<MeasuringStep> watch,
        CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        watch.Report(new("warming up", 0));
        do
        {
            foreach (var contender in contenders)
            {
                cancellationToken.ThrowIfCancellationRequested();
                contender.WarmUp();
            }
        }
        while (clock.GetElapsedTime(started) < duration);
    }

    private static int Share(int samples, int round, int rounds) => (int)((long)samples * round / rounds);
}
