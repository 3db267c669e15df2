using System.Text.Json.Serialization;

namespace Strata.Lab.Profiles;

/// <summary>How a cost depends on the number of entries.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<GrowthKind>))]
internal enum GrowthKind
{
    /// <summary>It does not: O(1).</summary>
    [JsonStringEnumMemberName("constant")]
    Constant,

    /// <summary>It grows with them.</summary>
    [JsonStringEnumMemberName("growing")]
    Growing,

    /// <summary>The sizes lie too close together to tell.</summary>
    [JsonStringEnumMemberName("unclear")]
    Unclear,
}
