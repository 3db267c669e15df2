using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Strata.Lab;

/// <summary>How a log is written as JSON and read back.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(RunLog))]
internal sealed partial class RunLogJson : JsonSerializerContext
{
    /// <summary>Indented, with text as it is: a log is read by people.</summary>
    public static RunLogJson ForFiles => field ??= new(new JsonSerializerOptions(Default.Options)
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <summary>On one line, with every character that means something to HTML escaped.</summary>
    public static RunLogJson ForPages => field ??= new(new JsonSerializerOptions(Default.Options)
    {
        Encoder = JavaScriptEncoder.Default,
    });
}
