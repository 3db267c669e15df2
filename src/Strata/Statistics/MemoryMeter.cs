using System.Diagnostics.Metrics;
using System.Numerics;

namespace Strata;

/// <summary>
/// The instruments of all memory layers of the process, which read their statistics when somebody listens and cost
/// nothing otherwise. The name of the meter is "Strata.Memory", the name of a layer the tag "layer".
/// </summary>
internal static class MemoryMeter
{
    private static readonly Lock Gate = new();
    private static readonly List<Func<MemoryStatistics?>> Layers = [];
    private static readonly List<string> Names = [];
    private static readonly Meter Meter = Begin();

    /// <summary>Adds a layer to what is measured.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="statistics">Reads its statistics; null once it is gone, which ends the measuring.</param>
    public static void Watch(string name, Func<MemoryStatistics?> statistics)
    {
        lock (Gate)
        {
            Names.Add(name);
            Layers.Add(statistics);
            if (BitOperations.IsPow2(Layers.Count))
            {
                // Where nobody listens, layers that are gone would pile up.
                Measure(s => s.Entries);
            }
        }
    }

    private static Meter Begin()
    {
        var meter = new Meter("Strata.Memory");
        Count("strata.memory.hits", "{request}", "Look-ups that found a valid entry.", s => s.Hits);
        Count("strata.memory.misses", "{request}", "Look-ups that found none.", s => s.Misses);
        Count("strata.memory.inserts", "{entry}", "Sets of a key that was not held.", s => s.Inserts);
        Count("strata.memory.updates", "{entry}", "Sets of a key that was held.", s => s.Updates);
        Count("strata.memory.removals", "{entry}", "Entries removed by request.", s => s.Removals);
        Count("strata.memory.expirations", "{entry}", "Entries whose deadline had come.", s => s.Expirations);
        Count("strata.memory.refusals", "{entry}", "Entries that could not be held.", s => s.Refusals);
        Count("strata.memory.lock_contentions", "{wait}", "Writers that waited for a stripe.", s => s.LockContentions);
        Count("strata.memory.sweeps", "{sweep}", "Sweeps over the layer.", s => s.Sweeps);
        Count("strata.memory.evictions", "{entry}", "Entries that left to make room.", s => s.Evictions);
        meter.CreateObservableCounter(
            "strata.memory.sweep.duration",
            () => Measure(s => s.SweepTime.TotalSeconds),
            "s",
            "How long all sweeps took.");
        meter.CreateObservableUpDownCounter(
            "strata.memory.entries", () => Measure(s => s.Entries), "{entry}", "Entries held now.");
        meter.CreateObservableUpDownCounter(
            "strata.memory.weight", () => Measure(s => s.Weight), "{weight}", "Weight held now.");
        return meter;

        void Count(string name, string unit, string description, Func<MemoryStatistics, long> read) =>
            meter.CreateObservableCounter(name, () => Measure(read), unit, description);
    }

    private static List<Measurement<T>> Measure<T>(Func<MemoryStatistics, T> read)
        where T : struct
    {
        lock (Gate)
        {
            var measured = new List<Measurement<T>>();
            for (var i = Layers.Count - 1; i >= 0; i--)
            {
                if (Layers[i]() is { } statistics)
                {
                    measured.Add(new(read(statistics), new KeyValuePair<string, object?>("layer", Names[i])));
                }
                else
                {
                    Names.RemoveAt(i);
                    Layers.RemoveAt(i);
                }
            }

            return measured;
        }
    }
}
