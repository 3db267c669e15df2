using Strata.Lab.Sampling;

namespace Strata.Lab.Profiles;

/// <summary>The whole get: a hit in the memory layer.</summary>
internal readonly struct GetProbe(MemoryLayer<string, string> layer) : IProbe
{
    public int Run(string key, int position) => layer.TryGet(key, out var value) ? value.Length : 0;
}
