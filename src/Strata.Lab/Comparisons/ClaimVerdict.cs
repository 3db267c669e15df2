using System.Text.Json.Serialization;

namespace Strata.Lab.Comparisons;

/// <summary>What was found of a published claim.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ClaimVerdict>))]
internal enum ClaimVerdict
{
    /// <summary>Every figure reaches it.</summary>
    [JsonStringEnumMemberName("reached")]
    Reached,

    /// <summary>Some figures reach it.</summary>
    [JsonStringEnumMemberName("reached in part")]
    InPart,

    /// <summary>No figure reaches it.</summary>
    [JsonStringEnumMemberName("not reached here")]
    NotReached,

    /// <summary>There was nothing to improve, or nothing was measured.</summary>
    [JsonStringEnumMemberName("nothing to compare")]
    NothingToCompare,
}
