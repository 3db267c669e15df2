using Strata.Lab.Sampling;

namespace Strata.Lab.Comparisons;

/// <summary>The two caches with the same entries, and what they are asked.</summary>
internal sealed record ComparedPair
{
    /// <summary>The one-lock cache.</summary>
    public required ComparedOneLock Before { get; init; }

    /// <summary>The memory layer.</summary>
    public required ComparedMemoryLayer After { get; init; }

    /// <summary>The keys in the order they are asked for; equal to those held, never the same instances.</summary>
    public required string[] Asked { get; init; }

    /// <summary>Which operations of the mix are gets.</summary>
    public required bool[] IsGet { get; init; }

    /// <summary>Makes and fills both caches.</summary>
    public static ComparedPair Filled(int seed)
    {
        var clock = TimeProvider.System;
        var layer = new MemoryLayer<string, string>(new MemoryLayerOptions<string, string>
        {
            CapacityEntries = ComparedEntries.Capacity,
        });
        var before = new ComparedOneLock(new OneLockCache<string, string>(ComparedEntries.Capacity, clock));
        var after = new ComparedMemoryLayer(layer, clock);
        for (var i = 0; i < ComparedEntries.Count; i++)
        {
            before.Set(Keys.Of(i));
            after.Set(Keys.Of(i));
        }

        var asked = Keys.Of(Keys.Draw(ComparedEntries.Count, seed));
        var random = new Random(seed);
        var isGet = new bool[asked.Length];
        foreach (ref var get in isGet.AsSpan())
        {
            get = random.Next(100) < ComparedMixProbe<ComparedOneLock>.GetPercent;
        }

        return new ComparedPair { Before = before, After = after, Asked = asked, IsGet = isGet };
    }
}
