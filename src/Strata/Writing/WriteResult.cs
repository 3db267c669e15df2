namespace Strata;

/// <summary>What a set, remove or clear came to, layer by layer.</summary>
public sealed class WriteResult
{
    internal WriteResult(bool isDone, LayerOutcome[] layers)
    {
        IsDone = isDone;
        Layers = layers;
    }

    /// <summary>Whether the policy's layers took it.</summary>
    public bool IsDone { get; }

    /// <summary>The outcome in each layer, fastest first.</summary>
    public IReadOnlyList<LayerOutcome> Layers { get; }

    /// <summary>Whether a remove found the key in any layer.</summary>
    public bool Existed => Any(LayerAction.Removed);

    /// <summary>Whether any layer failed, even if the policy did not need it.</summary>
    public bool AnyFailed => Any(LayerAction.Failed);

    /// <summary>
    /// The names of the layers a set was taken by, or a remove found the key in, fastest first.
    /// </summary>
    public IEnumerable<string> TakenBy =>
        Layers.Where(o => o.Action is LayerAction.Written or LayerAction.Removed).Select(o => o.Layer);

    /// <summary>The outcomes in words, such as "memory written, sqlite failed".</summary>
    public override string ToString() =>
        string.Join(", ", Layers.Select(o => $"{o.Layer} {o.Action.ToString().ToLowerInvariant()}"));

    private bool Any(LayerAction action)
    {
        foreach (var outcome in Layers)
        {
            if (outcome.Action == action)
            {
                return true;
            }
        }

        return false;
    }
}
