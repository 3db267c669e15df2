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

    /// <summary>
    /// Lets contenders take turns in rounds. Who begins changes from round to round, so that none always follows
    /// the same one.
    /// </summary>
    /// <param name="contenders">How many there are.</param>
    /// <param name="warmUps">Rounds before those that count.</param>
    /// <param name="rounds">Rounds that count.</param>
    /// <param name="prepare">What to do before each round; takes its number, negative while warming up.</param>
    /// <param name="takeTurn">Measures the contender of a number.</param>
    /// <returns>For each contender its turn of each round that counts.</returns>
    public static async Task<Turn[][]> TakeTurnsAsync(
        int contenders, int warmUps, int rounds, Action<int> prepare, Func<int, Task<Turn>> takeTurn)
    {
        var turns = Enumerable.Range(0, contenders).Select(_ => new Turn[rounds]).ToArray();
        for (var round = -warmUps; round < rounds; round++)
        {
            prepare(round);
            for (var i = 0; i < contenders; i++)
            {
                var contender = (i + round + warmUps) % contenders;
                var turn = await takeTurn(contender).ConfigureAwait(false);
                if (round >= 0)
                {
                    turns[contender][round] = turn;
                }
            }
        }

        return turns;
    }

    /// <summary>Times one run, and counts what the process allocates meanwhile.</summary>
    /// <param name="operations">By how many operations to divide.</param>
    /// <param name="run">What is measured.</param>
    public static async Task<Turn> SampleAsync(long operations, Func<Task> run)
    {
        var clock = TimeProvider.System;
        var bytes = GC.GetTotalAllocatedBytes(precise: true);
        var started = clock.GetTimestamp();
        await run().ConfigureAwait(false);
        var elapsed = clock.GetElapsedTime(started);
        return new Turn(
            elapsed.TotalNanoseconds / operations,
            (double)(GC.GetTotalAllocatedBytes(precise: true) - bytes) / operations);
    }

    /// <summary>Prints medians and spread; the first contender is what the ratios refer to.</summary>
    public static void Print(string[] contenders, Turn[][] turns)
    {
        Console.WriteLine($"{"",-38}{"ns/op",10}{"min",10}{"max",10}{"ratio",8}{"bytes/op",10}");
        for (var i = 0; i < contenders.Length; i++)
        {
            var figure = Figure.Of(turns[i], turns[0]);
            Console.WriteLine(
                $"{contenders[i],-38}{figure.Ns,10:N1}{figure.NsMin,10:N1}{figure.NsMax,10:N1}"
                + $"{figure.Ratio,8:N2}{figure.Bytes,10:N2}");
        }
    }

    private static async Task RunAsync(
        long operations, Action prepare, (string Name, Func<long, Task> Run)[] contenders, bool steady)
    {
        var turns = await TakeTurnsAsync(contenders.Length, WarmUps, Rounds, _ => prepare(), TakeTurnAsync)
            .ConfigureAwait(false);
        Print(Array.ConvertAll(contenders, c => c.Name), turns);

        async Task<Turn> TakeTurnAsync(int contender)
        {
            var run = contenders[contender].Run;
            var turn = await SampleAsync(operations, () => run(operations)).ConfigureAwait(false);
            if (!steady)
            {
                return turn;
            }

            var longer = await SampleAsync(operations, () => run(2 * operations)).ConfigureAwait(false);
            return turn with { Bytes = longer.Bytes - turn.Bytes };
        }
    }
}
