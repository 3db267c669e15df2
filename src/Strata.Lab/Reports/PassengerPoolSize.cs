using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Strata.Lab;

/// <summary>How many passengers ids are drawn from: a number, or all. In JSON a number or "all".</summary>
/// <param name="Count">The number; null for all.</param>
[JsonConverter(typeof(Converter))]
public readonly record struct PassengerPoolSize(long? Count)
{
    /// <summary>Every passenger there is.</summary>
    public static PassengerPoolSize All => default;

    /// <summary>Whether it is all of them.</summary>
    public bool IsAll => Count is null;

    /// <summary>The number with thousands apart, or "all".</summary>
    public override string ToString() => Count?.ToString("N0", CultureInfo.InvariantCulture) ?? "all";

    internal sealed class Converter : JsonConverter<PassengerPoolSize>
    {
        public override PassengerPoolSize Read(
            ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType switch
            {
                JsonTokenType.Number when reader.TryGetInt64(out var count) => new(count),
                JsonTokenType.String when reader.ValueTextEquals("all"u8) => All,
                _ => throw new JsonException(),
            };

        public override void Write(
            Utf8JsonWriter writer, PassengerPoolSize value, JsonSerializerOptions options)
        {
            if (value.Count is { } count)
            {
                writer.WriteNumberValue(count);
            }
            else
            {
                writer.WriteStringValue("all"u8);
            }
        }
    }
}
