using System.Diagnostics.Metrics;

namespace Strata.Tests.Statistics;

public sealed class MemoryMeterTests
{
    [Fact]
    public async Task Instruments_tell_what_the_statistics_tell_until_the_layer_is_disposed()
    {
        var name = $"measured {Guid.NewGuid()}";
        var layer = new MemoryLayer<int, int>(new() { Name = name, CapacityEntries = 10 });
        for (var key = 0; key < 15; key++)
        {
            layer.Set(key, new Entry<int>(key, Deadline.Never, 0));
        }

        layer.TryGet(14, out _);
        layer.TryGet(99, out _);
        layer.TryGet(98, out _);
        var seen = Read(name);
        Assert.Equal((1, 2, 15, 5, 10), (
            seen["strata.memory.hits"],
            seen["strata.memory.misses"],
            seen["strata.memory.inserts"],
            seen["strata.memory.evictions"],
            seen["strata.memory.entries"]));
        await layer.DisposeAsync();
        Assert.Empty(Read(name));
    }

    private static Dictionary<string, long> Read(string layer)
    {
        var seen = new Dictionary<string, long>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, l) =>
            {
                if (instrument.Meter.Name == "Strata.Memory")
                {
                    l.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            foreach (var tag in tags)
            {
                if (tag.Key == "layer" && (string?)tag.Value == layer)
                {
                    seen[instrument.Name] = value;
                }
            }
        });
        listener.Start();
        listener.RecordObservableInstruments();
        return seen;
    }
}
