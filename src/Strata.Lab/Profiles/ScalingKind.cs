using System.Text.Json.Serialization;

namespace Strata.Lab.Profiles;

/// <summary>What more threads do to throughput.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ScalingKind>))]
internal enum ScalingKind
{
    /// <summary>It grows nearly as the cores in use do.</summary>
    [JsonStringEnumMemberName("scales")]
    Scales,

    /// <summary>It grows, by less.</summary>
    [JsonStringEnumMemberName("gains")]
    Gains,

    /// <summary>It stays about the same.</summary>
    [JsonStringEnumMemberName("flat")]
    Flat,

    /// <summary>It falls.</summary>
    [JsonStringEnumMemberName("falls")]
    Falls,

    /// <summary>The threads did not get their cores: other programs had them.</summary>
    [JsonStringEnumMemberName("disturbed")]
    Disturbed,

    /// <summary>Not measured with one thread and with as many as there are cores, or fewer.</summary>
    [JsonStringEnumMemberName("unclear")]
    Unclear,
}
