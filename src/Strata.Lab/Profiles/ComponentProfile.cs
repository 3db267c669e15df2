namespace Strata.Lab.Profiles;

/// <summary>What the parts of a hit cost, each measured apart.</summary>
internal sealed record ComponentProfile
{
    /// <summary>Entries of the layer.</summary>
    public required int Entries { get; init; }

    /// <summary>An empty batch, in nanoseconds: the loop and two readings of the clock; it is taken away.</summary>
    public required double EmptyBatchNs { get; init; }

    /// <summary>The parts, in the order of a hit; then what a hit does without; then the whole.</summary>
    public required IReadOnlyList<ComponentTime> Parts { get; init; }

    /// <summary>The median of the whole get, in nanoseconds: what percentages refer to.</summary>
    public required double WholeP50Ns { get; init; }

    /// <summary>The parts of a hit together, in percent of the whole get.</summary>
    public required double PartsPercent { get; init; }

    /// <summary>Puts parts together and relates them to the whole get.</summary>
    /// <exception cref="ArgumentException">No part is the whole get.</exception>
    public static ComponentProfile Of(int entries, double emptyBatchNs, IReadOnlyList<ComponentTime> parts)
    {
        var whole = parts.FirstOrDefault(part => part.Role == ComponentRole.Whole)
            ?? throw new ArgumentException("No part is the whole get.", nameof(parts));
        var wholeNs = whole.Time.P50Ns;
        var related = parts.Select(part => part with { PercentOfGet = Percent(part.Time.P50Ns) }).ToArray();
        return new ComponentProfile
        {
            Entries = entries,
            EmptyBatchNs = emptyBatchNs,
            Parts = related,
            WholeP50Ns = wholeNs,
            PartsPercent = related.Where(part => part.Role == ComponentRole.PartOfHit).Sum(part => part.PercentOfGet),
        };

        double Percent(double ns) => wholeNs > 0 ? 100 * ns / wholeNs : 0;
    }
}
