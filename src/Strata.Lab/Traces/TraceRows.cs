using System.Globalization;
using System.Text.Json;

namespace Strata.Lab.Traces;

/// <summary>The figures as JSON: an array with one row for each trace, size and column.</summary>
internal static class TraceRows
{
    /// <summary>Writes the file; it appears whole or not at all.</summary>
    /// <exception cref="RunLogException">It cannot be written; the message says why in one sentence.</exception>
    public static void Write(IReadOnlyList<TraceResult> results, string path)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartArray();
            foreach (var result in results)
            {
                WriteRows(json, result);
            }

            json.WriteEndArray();
        }

        text.WriteByte((byte)'\n');
        WholeFile.Write(path, text.ToArray());
    }

    private static void WriteRows(Utf8JsonWriter json, TraceResult result)
    {
        for (var row = 0; row < result.Sizes.Count; row++)
        {
            for (var column = 0; column < result.Columns.Count; column++)
            {
                json.WriteStartObject();
                json.WriteString("trace", result.Name);
                json.WriteString("policy", result.Columns[column].Name);
                json.WriteBoolean("default", result.Columns[column].IsDefault);
                json.WriteNumber("size", result.Sizes[row]);
                json.WritePropertyName("hit_ratio_percent");
                json.WriteRawValue(result.Percent[row][column].ToString("0.00##", CultureInfo.InvariantCulture));
                json.WriteEndObject();
            }
        }
    }
}
