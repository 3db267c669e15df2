using Strata.Lab.Sampling;

namespace Strata.Lab.Profiles;

/// <summary>All that one run of <c>strata profile</c> found out; what was not reached is null.</summary>
internal sealed record Profile
{
    /// <summary>Where it was measured.</summary>
    public required MachineFacts Machine { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>How it was measured.</summary>
    public required ProfileMethod Method { get; init; }

    /// <summary>Whether it was stopped before its end.</summary>
    public bool Interrupted { get; init; }

    /// <summary>The parts of a hit.</summary>
    public ComponentProfile? Components { get; init; }

    /// <summary>A get in layers of different sizes.</summary>
    public SizeProfile? Sizes { get; init; }

    /// <summary>Gets of several threads.</summary>
    public ContentionProfile? Contention { get; init; }

    /// <summary>The average look-up with something remote behind memory, with the hit measured here.</summary>
    public BlendedLatency? Blended { get; init; }

    /// <summary>The same of the published study.</summary>
    public BlendedLatency PublishedBlended { get; } = BlendedLatency.Published;
}
