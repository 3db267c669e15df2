using System.Text.Json.Serialization;

namespace Strata.Lab.Profiles;

/// <summary>How something measured relates to a hit.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ComponentRole>))]
internal enum ComponentRole
{
    /// <summary>A hit does it.</summary>
    [JsonStringEnumMemberName("part")]
    PartOfHit,

    /// <summary>Other caches do it in a hit; this one does without.</summary>
    [JsonStringEnumMemberName("spared")]
    Spared,

    /// <summary>The hit itself: what percentages refer to.</summary>
    [JsonStringEnumMemberName("whole")]
    Whole,

    /// <summary>A hit seen in another way.</summary>
    [JsonStringEnumMemberName("other")]
    OtherWhole,
}
