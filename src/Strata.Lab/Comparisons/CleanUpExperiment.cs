using Strata.Lab.Sampling;

namespace Strata.Lab.Comparisons;

/// <summary>
/// Gives back the memory of the expired half of 100,000 entries. The entries expire because their clock is moved;
/// the layer's own sweep then runs on this thread, and is timed with the real one.
/// </summary>
internal static class CleanUpExperiment
{
    // A sweep that has not come to an end after so many of its timer's turns has none.
    private const int TurnsMax = 100_000;

    private static readonly TimeSpan Short = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Long = TimeSpan.FromHours(1);
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(1);

    public static ComparedOperation Run(
        CompareMethod method, TimeProvider clock, IProgress<MeasuringStep> watch, CancellationToken cancellationToken)
    {
        // Two rounds go before: the first clean-ups run code that was not compiled for good.
        const int WarmUps = 2;
        var before = new List<double>();
        var after = new List<double>();
        var keys = Enumerable.Range(0, method.CleanUpEntries).Select(Keys.Of).ToArray();
        for (var round = -WarmUps; round < method.CleanUpRounds; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            watch.Report(new(
                $"{Figures.Count(method.CleanUpEntries)} entries",
                (double)(round + WarmUps) / (method.CleanUpRounds + WarmUps)));
            var beforeNs = CleanOneLock(keys, clock);
            var afterNs = CleanLayer(keys, clock);
            if (round >= 0)
            {
                before.Add(beforeNs);
                after.Add(afterNs);
            }
        }

        return ComparedOperation.Of("clean-up", Side(before), Side(after));

        ComparedSide Side(List<double> times)
        {
            var time = SampleSummary.Of([.. times]);
            return new(time, time.MeanNs > 0 ? method.CleanUpEntries / 2 * 1e9 / time.MeanNs : 0);
        }
    }

    private static double CleanOneLock(string[] keys, TimeProvider clock)
    {
        var hand = new HandClock();
        var cache = new OneLockCache<string, string>(2 * keys.Length, hand);
        for (var i = 0; i < keys.Length; i++)
        {
            cache.Set(keys[i], ComparedEntries.Value, TimeToLive(i));
        }

        hand.Move(Short);
        return Time(clock, () => cache.RemoveExpired(), () => cache.Count == keys.Length / 2);
    }

    private static double CleanLayer(string[] keys, TimeProvider clock)
    {
        var hand = new HandClock();
        var layer = new MemoryLayer<string, string>(new MemoryLayerOptions<string, string>
        {
            CapacityEntries = 2 * keys.Length,
            TimeProvider = hand,
            SweepInterval = Turn,
        });
        var now = hand.NowMs();
        for (var i = 0; i < keys.Length; i++)
        {
            layer.Set(keys[i], new Entry<string>(ComparedEntries.Value, Deadline.After(now, TimeToLive(i)), now));
        }

        // Up to the last moment before anything expires.
        hand.Move(Short - Turn);
        return Time(clock, () => Sweep(hand, layer, keys.Length / 2), () => layer.Count == keys.Length / 2);
    }

    private static void Sweep(HandClock hand, MemoryLayer<string, string> layer, int left)
    {
        for (var turns = 0; layer.Count > left && turns < TurnsMax; turns++)
        {
            hand.Move(Turn);
        }
    }

    /// <summary>Every other entry expires: they do not lie side by side.</summary>
    private static TimeSpan TimeToLive(int entry) => entry % 2 == 0 ? Short : Long;

    private static double Time(TimeProvider clock, Action cleanUp, Func<bool> isClean)
    {
        // The garbage of filling is no part of cleaning up.
        GC.Collect();
        var started = clock.GetTimestamp();
        cleanUp();
        var ended = clock.GetTimestamp();
        return isClean()
            ? (ended - started) * (1e9 / clock.TimestampFrequency)
            : throw new InvalidOperationException("The clean-up did not leave the half that is valid.");
    }
}
