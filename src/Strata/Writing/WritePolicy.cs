namespace Strata;

/// <summary>
/// Which layers a write goes to, and which of them must take it for the write to count as done.
/// </summary>
public sealed record WritePolicy
{
    private WritePolicy(WriteRule rule, string? primaryLayer = null)
    {
        Rule = rule;
        PrimaryLayer = primaryLayer;
    }

    /// <summary>Every writable layer must take it. The default: nothing durable is lost in silence.</summary>
    public static WritePolicy All { get; } = new(WriteRule.All);

    /// <summary>It goes to every writable layer; one that takes it is enough.</summary>
    public static WritePolicy Any { get; } = new(WriteRule.Any);

    /// <summary>
    /// It goes to the fastest writable layer and to no other. The layers below keep what they have, which
    /// is seen again once the fastest forgets: for values that are cheap to lose.
    /// </summary>
    public static WritePolicy FirstLayerOnly { get; } = new(WriteRule.FirstLayerOnly);

    internal WriteRule Rule { get; }

    /// <summary>The layer that must take the write; <see langword="null"/> for the other policies.</summary>
    public string? PrimaryLayer { get; }

    /// <summary>It goes to every writable layer; the named one must take it.</summary>
    /// <param name="layer">The name of the layer.</param>
    /// <exception cref="ArgumentException"><paramref name="layer"/> is empty.</exception>
    public static WritePolicy Primary(string layer)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(layer);
        return new(WriteRule.Primary, layer);
    }

    /// <summary>The policy in a word, as messages name it.</summary>
    public override string ToString() => PrimaryLayer is null ? Rule.ToString() : $"Primary({PrimaryLayer})";
}
