using System.Text.Json.Serialization;
using Strata.Lab.Databases;

namespace Strata.Lab.Stacks;

/// <summary>How cached passengers are written where bytes are needed.</summary>
[JsonSerializable(typeof(PassengerBookings))]
internal sealed partial class CachedJson : JsonSerializerContext;
