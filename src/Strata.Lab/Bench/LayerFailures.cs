using System.Collections.Concurrent;

namespace Strata.Lab.Bench;

/// <summary>
/// What layers failed with during a run, by layer: how often, and the first few distinct reasons.
/// </summary>
internal sealed class LayerFailures
{
    private const int MessagesKept = 3;

    // Messages may name keys: a layer that fails for each must not fill the memory with its reasons.
    private const int ReasonsMax = 100;

    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, long>> _byLayer = new();

    /// <summary>Counts one failure.</summary>
    public void Add(LayerException failure)
    {
        var reasons = _byLayer.GetOrAdd(failure.Layer, _ => new());
        var isKept = reasons.ContainsKey(failure.Message) || reasons.Count < ReasonsMax;
        var reason = isKept ? failure.Message : "other reasons";
        reasons.AddOrUpdate(reason, 1, (_, times) => times + 1);
    }

    /// <summary>Forgets what came before the measurement.</summary>
    public void Clear() => _byLayer.Clear();

    /// <summary>A layer's share of a run with its failures noted.</summary>
    public LayerShare NotedOn(LayerShare share) => !_byLayer.TryGetValue(share.Name, out var reasons)
        ? share with { Failures = 0 }
        : share with
        {
            Failures = reasons.Values.Sum(),
            FailureMessages = [.. reasons.OrderByDescending(r => r.Value).Take(MessagesKept).Select(r => r.Key)],
        };
}
