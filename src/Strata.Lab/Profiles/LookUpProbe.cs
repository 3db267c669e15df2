using System.Collections.Concurrent;
using Strata.Lab.Sampling;

namespace Strata.Lab.Profiles;

/// <summary>A look-up in a bare <c>ConcurrentDictionary</c>.</summary>
internal readonly struct LookUpProbe(ConcurrentDictionary<string, string> table) : IProbe
{
    public int Run(string key, int position) => table.TryGetValue(key, out var value) ? value.Length : 0;
}
