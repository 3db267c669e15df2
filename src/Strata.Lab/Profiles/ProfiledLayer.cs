using Strata.Lab.Sampling;

namespace Strata.Lab.Profiles;

/// <summary>
/// The memory layer that is looked into: with room for all its entries, which live longer than the run.
/// </summary>
internal static class ProfiledLayer
{
    private static readonly TimeSpan TimeToLive = TimeSpan.FromDays(1);

    public static MemoryLayer<string, string> Filled(int entries, string name = "memory")
    {
        var layer = new MemoryLayer<string, string>(new MemoryLayerOptions<string, string>
        {
            Name = name,
            CapacityEntries = Math.Max(ProfileMethod.EntriesUsual, 2 * entries),
        });
        var now = TimeProvider.System.NowMs();
        for (var i = 0; i < entries; i++)
        {
            layer.Set(Keys.Of(i), new Entry<string>("value", Deadline.After(now, TimeToLive), now));
        }

        return layer.Count == entries
            ? layer
            : throw new InvalidOperationException($"The layer holds {layer.Count} of {entries} entries.");
    }
}
