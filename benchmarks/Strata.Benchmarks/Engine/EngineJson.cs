using System.Text.Encodings.Web;
using System.Text.Json;

namespace Strata.Benchmarks.Engine;

/// <summary>The figures of a run as a file that programs read.</summary>
internal static class EngineJson
{
    // Names are written as they are printed, with their plus and comma.
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes an array of rows; makes the folder.</summary>
    public static void Write(string path, IReadOnlyList<EngineRow> rows)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        File.WriteAllText(path, JsonSerializer.Serialize(rows, Options) + "\n");
    }
}
