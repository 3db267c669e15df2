using Strata.Testing;

namespace Strata.Tests.Memory;

/// <summary>Facts that do not fit into a slot come back as they were set.</summary>
public sealed class RareFactsTests(ITestOutputHelper output)
{
    [Fact]
    public void Any_facts_come_back_whatever_stood_in_the_slot_before()
    {
        var random = new Random(Seed.Next(output.WriteLine));
        var clock = new ManualClock();
        var layer = new MemoryLayer<int, string>(new() { TimeProvider = clock });
        for (var step = 0; step < 20_000; step++)
        {
            var created = random.Next(3) switch { 0 => clock.NowUnixMs, 1 => random.NextInt64(), _ => long.MinValue };
            var weight = random.Next(2) == 0 ? 1 + random.Next(100) : 1 + random.Next(int.MaxValue - 1);
            var sliding = random.Next(3) == 0 ? TimeSpan.FromMilliseconds(1 + random.Next(1000)) : (TimeSpan?)null;
            var entry = new Entry<string>($"{step}", Deadline.Never, created, weight, (EntryPriority)random.Next(3))
            {
                SlidingTtl = sliding,
            };
            var key = random.Next(20);
            layer.Set(key, entry);
            Assert.True(layer.TryGetEntry(key, out var got));
            Assert.Equal(entry, got);
            if (random.Next(4) == 0)
            {
                layer.Remove(random.Next(20));
            }
        }

        PolicyTests.AssertSound(layer);
    }
}
