using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Strata;

/// <summary>The serializers that come with Strata.</summary>
public static class Serializers
{
    /// <summary>
    /// The serializer a layer uses unless told otherwise: <see cref="string"/> as UTF-8 text and
    /// <see cref="byte"/> arrays as they are, so that other tools can read them; everything else as JSON.
    /// </summary>
    /// <typeparam name="T">What is turned into bytes.</typeparam>
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Json(JsonTypeInfo) is the trimmed form.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Json(JsonTypeInfo) is the trimmed form.")]
    public static ISerializer<T> Default<T>()
    {
        if (typeof(T) == typeof(string))
        {
            return (ISerializer<T>)(object)new Utf8Text();
        }

        if (typeof(T) == typeof(byte[]))
        {
            return (ISerializer<T>)(object)new RawBytes();
        }

        return new JsonText<T>((JsonTypeInfo<T>)FaithfulText.Options.GetTypeInfo(typeof(T)));
    }

    /// <summary>
    /// A serializer that writes JSON by generated code, for trimmed and ahead-of-time compiled programs.
    /// </summary>
    /// <typeparam name="T">What is turned into bytes.</typeparam>
    /// <param name="type">The type's description, from a <c>JsonSerializerContext</c>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="type"/> is null.</exception>
    public static ISerializer<T> Json<T>(JsonTypeInfo<T> type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return new JsonText<T>(type);
    }

    /// <summary>Text in JSON, but refusing what JSON would silently replace: half a surrogate pair.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Json(JsonTypeInfo) is the trimmed form.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Json(JsonTypeInfo) is the trimmed form.")]
    private sealed class FaithfulText : JsonConverter<string>
    {
        public static JsonSerializerOptions Options { get; } = new(JsonSerializerOptions.Default)
        {
            Converters = { new FaithfulText() },
        };

        public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.GetString();

        public override string ReadAsPropertyName(
            ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString()!;

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
            writer.WriteStringValue(Checked(value));

        public override void WriteAsPropertyName(
            Utf8JsonWriter writer, [DisallowNull] string value, JsonSerializerOptions options) =>
            writer.WritePropertyName(Checked(value));

        private static string Checked(string text)
        {
            var rest = text.AsSpan();
            while (!rest.IsEmpty)
            {
                if (Rune.DecodeFromUtf16(rest, out _, out var length) != OperationStatus.Done)
                {
                    throw new JsonException(
                        $"a text has half a surrogate pair at position {text.Length - rest.Length}");
                }

                rest = rest[length..];
            }

            return text;
        }
    }

    private sealed class Utf8Text : ISerializer<string>
    {
        private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

        public void Serialize(string value, IBufferWriter<byte> destination)
        {
            try
            {
                Strict.GetBytes(value, destination);
            }
            catch (EncoderFallbackException lone)
            {
                throw new ArgumentException(
                    $"the text has half a surrogate pair at position {lone.Index} and no form in UTF-8", lone);
            }
        }

        public string Deserialize(ReadOnlySpan<byte> source)
        {
            try
            {
                return Strict.GetString(source);
            }
            catch (DecoderFallbackException invalid)
            {
                throw new FormatException($"not UTF-8 at byte {invalid.Index}", invalid);
            }
        }
    }

    private sealed class RawBytes : ISerializer<byte[]>
    {
        public void Serialize(byte[] value, IBufferWriter<byte> destination) => destination.Write(value);

        public byte[] Deserialize(ReadOnlySpan<byte> source) => source.ToArray();
    }

    private sealed class JsonText<T>(JsonTypeInfo<T> type) : ISerializer<T>
    {
        public void Serialize(T value, IBufferWriter<byte> destination)
        {
            using var writer = new Utf8JsonWriter(destination, new JsonWriterOptions { SkipValidation = true });
            try
            {
                JsonSerializer.Serialize(writer, value, type);
            }
            catch (Exception failure) when (failure is JsonException or NotSupportedException)
            {
                throw new ArgumentException($"{typeof(T).Name} has no form in JSON: {failure.Message}", failure);
            }
        }

        public T Deserialize(ReadOnlySpan<byte> source)
        {
            try
            {
                return JsonSerializer.Deserialize(source, type) ?? throw new JsonException("null");
            }
            catch (Exception failure)
            {
                // Not only JSON's own: the type's constructors and setters refuse in their own words.
                throw new FormatException($"not the JSON of {typeof(T).Name}", failure);
            }
        }
    }
}
